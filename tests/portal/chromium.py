"""The browser of this machine, for tests and for pictures of pages."""

from __future__ import annotations

import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = Path(next((found for name in NAMES if (found := shutil.which(name))), "chromium"))
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
