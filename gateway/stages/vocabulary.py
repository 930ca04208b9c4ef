"""The closed words that all stages speak in, and what a FHIR object is in code."""

from __future__ import annotations

from typing import Any, Literal

# A FHIR R4 JSON object. Decimals are `gateway.wire.json.Exact`, so 5.10 stays 5.10.
FhirJson = dict[str, Any]

# `eigen`: what the client says of themselves.
Domain = Literal["huisarts", "wijkverpleging", "wmo", "jeugdhulp", "jgz", "eigen"]
Law = Literal["Zvw", "Wlz", "Wmo", "Jeugdwet", "Wpg", "vrij"]
OrgType = Literal["huisarts", "wijkverpleging", "gemeente", "jeugdhulp", "jgz", "wlz", "welzijn", "informeel"]
# The source of what a client says of themselves: no organisation; a colon keeps it from ever being registered.
SELF_SOURCE = "client:self"

# How a tag is founded (see `Tag`); a mapping rule knows the last four.
Basis = Literal["own-assessment", "confirmed", "standard", "published", "agreed", "heuristic"]

Purpose = Literal["TREAT", "CAREMGT", "MDO", "SUPPORT", "ETREAT"]
Action = Literal["see", "add", "export"]
Level = Literal["deny", "contact-only", "see", "add", "export"]
