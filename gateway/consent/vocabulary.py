"""The closed words of a policy (nl-toestemming/1) and their levels of specificity; pure data."""

from __future__ import annotations

from typing import Final

FORMAT: Final = "nl-toestemming/1"
MAX_BYTES: Final = 64 * 1024
MAX_RULES: Final = 200
MAX_ID: Final = 36
MAX_TEXT: Final = 400

WHO_LEVEL: Final = {"any": 0, "orgtype": 1, "org": 2, "role@org": 3, "person": 4}
ORGTYPES: Final = frozenset(
    {"huisarts", "wijkverpleging", "gemeente", "jeugdhulp", "jgz", "wlz", "welzijn", "informeel"}
)
PURPOSES: Final = frozenset({"TREAT", "CAREMGT", "MDO", "SUPPORT", "ETREAT"})
ACTIONS: Final = frozenset({"see", "contact-only", "add", "export"})
LABELS: Final = frozenset({"N", "R", "V", "PSY", "SEX", "ETH", "HIV", "SDV"})
# Members of `what` whose value is a list; an item has one value for the first row, several for the second.
SINGLE: Final = ("source", "author", "contact", "domain", "law", "record")
SEVERAL: Final = ("life", "omaha_domain", "problem", "label")
# Of these an item has primary values besides: a permit must cover every primary one.
PRIMARY: Final = {"life": "life_primary", "problem": "problem_primary"}
EMERGENCY: Final = frozenset({"allow", "forbid"})
OBLIGATIONS: Final = ("no-export", "mask:")
