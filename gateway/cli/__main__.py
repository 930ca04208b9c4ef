"""`python -m gateway.cli`: the command line where no `wijkdossier` is installed."""

import sys

from gateway.cli import main

sys.exit(main())
