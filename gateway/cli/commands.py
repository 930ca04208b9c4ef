"""What each module of commands adds its own to."""

from __future__ import annotations

import argparse
from typing import TypeAlias

# What `add_subparsers` gives; argparse has no public name for it.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - see above
