"""Under which rules of secrecy an item falls, from the law it was made under; data."""

from __future__ import annotations

from typing import Final

from gateway.stages.vocabulary import Law

# JGZ and district nursing fall under the Wgbo whoever pays (Jeugdwet 7.3.1 lid 3 excludes medical treatment).
REGIME: Final[dict[Law, str]] = {
    "Zvw": "Wgbo",
    "Wlz": "Wgbo",
    "Wpg": "Wgbo",
    "Wmo": "Wmo 2015",
    "Jeugdwet": "Jeugdwet",
    "vrij": "vrij",
}
