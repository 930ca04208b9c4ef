"""The fixed day on which these tests tell the stories."""

from __future__ import annotations

from datetime import date

TODAY = date(2026, 11, 24)
