"""The closed words of a policy (nl-toestemming/1) and their levels of specificity; pure data."""

from __future__ import annotations

from typing import Final, get_args

from gateway.stages.vocabulary import Domain, Law, OrgType, Purpose

FORMAT: Final = "nl-toestemming/1"
MAX_BYTES: Final = 64 * 1024
MAX_RULES: Final = 200
MAX_ID: Final = 36
MAX_TEXT: Final = 400
LAST_SECOND: Final = 253_370_764_800  # 9999-01-01: later moments have no calendar day to tell the client

WHO_LEVEL: Final = {"any": 0, "orgtype": 1, "org": 2, "role@org": 3, "person": 4}
ORGTYPES: Final = frozenset(get_args(OrgType))
PURPOSES: Final = frozenset(get_args(Purpose))
ACTIONS: Final = frozenset({"see", "contact-only", "add", "export"})
LABELS: Final = frozenset({"N", "R", "V", "PSY", "SEX", "ETH", "HIV", "SDV"})
DOMAINS: Final = frozenset(get_args(Domain))
LAWS: Final = frozenset(get_args(Law))
# Life domains of the Zelfredzaamheid-Matrix 2017 (GGD Amsterdam), by slug, in its order.
LIVES: Final = (
    "financien",
    "werk-opleiding",
    "tijdsbesteding",
    "huisvesting",
    "huiselijke-relaties",
    "geestelijke-gezondheid",
    "lichamelijke-gezondheid",
    "middelengebruik",
    "basale-adl",
    "instrumentele-adl",
    "sociaal-netwerk",
    "maatschappelijke-participatie",
    "justitie",
)
# Members of `what`, apart from `period`. An item has one value of a SINGLE and any number of a SEVERAL.
SINGLE: Final = ("source", "author", "contact", "domain", "law", "record")
SEVERAL: Final = ("life", "omaha_domain", "problem", "label")
# Of these an item has primary values besides: a permit must cover every primary one.
PRIMARY: Final = {"life": "life_primary", "problem": "problem_primary"}
# What a policy may name of these; other members hold ids and codes of registers.
CLOSED: Final = {"domain": DOMAINS, "law": LAWS, "life": frozenset(LIVES), "label": LABELS}
