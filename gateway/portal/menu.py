"""What stands in the menu of a page: what somebody's work is here, and nothing that is only refused when chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.consent.roles import barred, reads_log
from gateway.flows import operators, reviewing, withholding_said
from gateway.flows.answers import Session
from gateway.portal.nl import Audience

Menu = tuple[tuple[str, str], ...]

MENU: Final[Mapping[Audience, Menu]] = {
    "pro": (("clients", "/clienten"), ("meetings", "/overleggen"), ("rectifications", "/verbeteringen")),
    "client": (
        ("home", "/mijn"),
        ("sharing", "/mijn/delen"),
        ("looked", "/mijn/gekeken"),
        ("timeline", "/mijn/tijdlijn"),
        ("helper", "/mijn/helper"),
    ),
}
WITHHELD: Final[Menu] = (("withheld", "/achtergehouden"),)
SIGNING: Final = ("home", "sharing", "helper")  # what there is for who signs for somebody and reads nothing
REVIEW: Final[Menu] = (("review", "/beoordelen"),)
TRANSLATIONS: Final[Menu] = (("translations", "/beheer/vertalingen"),)
OPERATOR: Final[Menu] = (
    ("connections", "/beheer/koppelingen"),
    ("queue", "/beheer/wachtrij"),
    ("rejected", "/beheer/afgekeurd"),
    *TRANSLATIONS,
)
DESK: Final[Menu] = (("desk", "/balie"), ("authority", "/balie/gezag"))


def of(session: Session, *, signs: bool = False) -> Menu:
    """`session.desk`: whether this is a registrar, who may be of any other work besides. `signs`: a client who is here
    under a machtiging.
    """
    caller = session.caller
    if caller.client is not None:
        return tuple(entry for entry in MENU["client"] if not signs or entry[0] in SIGNING)
    own: Menu = ()
    if operators.is_operator(caller):
        own = OPERATOR
    elif any(role.role == reviewing.REVIEWER for role in caller.roles):
        own = TRANSLATIONS
    elif not (session.desk and barred(caller)):
        own = MENU["pro"]
    withheld = WITHHELD if withholding_said.reads(caller) else ()
    review = REVIEW if any(reads_log(role.role) for role in caller.roles) else ()
    return (*own, *withheld, *(DESK if session.desk else ()), *review)


def start(session: Session) -> str:
    """The page to begin with after logging in."""
    return of(session)[0][1]
