"""The words that rules are said in, read once from `spoken.toml`; pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

_DATA: Final[Mapping[str, Any]] = tomllib.loads(files(__package__).joinpath("spoken.toml").read_text("utf-8"))

EVERYBODY: Final[str] = _DATA["who"]["everybody"]
NOBODY: Final[str] = _DATA["who"]["nobody"]
ROLE: Final[str] = _DATA["who"]["role"]
ORGTYPE: Final[Mapping[str, str]] = _DATA["who"]["orgtype"]
NUMBER: Final[Mapping[str, str]] = _DATA["number"]
VERB: Final[Mapping[str, Mapping[str, str]]] = _DATA["verb"]
ALSO: Final[Mapping[str, Mapping[str, str]]] = _DATA["also"]
NARRATIVE: Final[str] = _DATA["bounds"]["narrative"]
FURTHER: Final[str] = _DATA["bounds"]["further"]
MORE: Final[str] = _DATA["bounds"]["more"]
WHY: Final[str] = _DATA["bounds"]["why"]
WHEN: Final[str] = _DATA["bounds"]["when"]
EVERYTHING: Final[str] = _DATA["bounds"]["everything"]
WHAT: Final[Mapping[str, str]] = _DATA["what"]
VALUES: Final[Mapping[str, Mapping[str, str]]] = _DATA["values"]
NO_EXPORT: Final[str] = _DATA["oblige"]["no-export"]
MASK: Final[str] = _DATA["oblige"]["mask"]

ACTIONS: Final = ("see", "contact-only", "add", "export")  # in the order they are said
# Members whose values are names or numbers, and of what kind these are in a lexicon.
NAMED: Final[Mapping[str, str]] = {
    "source": "org",
    "author": "person",
    "contact": "contact",
    "record": "record",
    "problem": "problem",
    "omaha_domain": "omaha_domain",
}


def joint(member: str) -> str:
    """What joins the last two values of a member: of labels any counts."""
    return "of" if member == "label" else "en"


def opening(template: str) -> str:
    """The fixed words that a sentence begins with."""
    return template.partition("{")[0]


# How every sentence after the first begins: what a name must never hold.
STARTS: Final = tuple(
    sorted(
        {opening(template) for template in (FURTHER, MORE, WHY, WHEN, MASK)}
        | {NARRATIVE, NO_EXPORT, *ALSO["permit"].values(), *ALSO["deny"].values()}
    )
)
