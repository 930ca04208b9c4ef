"""Common wishes as data, and the rule each of them is; pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final, Literal

from gateway.consent import spoken
from gateway.consent import vocabulary as v
from gateway.errors import NotFound, Rejected

Ask = Literal["party", "domain", "life"]


@dataclass(frozen=True, slots=True)
class Template:
    """A wish to choose. `asks`: what is still to be said; `rule`: None for what is given elsewhere (`place`)."""

    id: str
    title: str
    asks: tuple[Ask, ...]
    rule: Mapping[str, Any] | None
    place: str | None = None

    @property
    def forbids(self) -> bool:
        return self.rule is not None and self.rule["effect"] == "deny"


def made(template: Template, id_: str, answers: Mapping[str, str], exp: int | None) -> dict[str, Any]:
    """The rule that a wish is, without its sentence. `answers`: by what it asks; a party as `person:<id>`, `org:<id>`.

    `exp`: end of a permit in seconds UTC. Raises Rejected(template-answer) naming what is missing or unknown.
    """
    if template.rule is None:
        raise Rejected("template-elsewhere", "This wish is given for one meeting", mend="POST /consents/meetings")
    for ask in template.asks:
        if not _fits(ask, answers.get(ask, "")):
            raise Rejected("template-answer", f"{ask} is missing or not known", where=ask)
    who = template.rule["who"]
    kind, _, party = answers.get("party", "").partition(":")
    return {
        "id": id_,
        "effect": template.rule["effect"],
        "who": {"kind": "any"} if who == "any" else {"kind": kind, "id": party},
        "what": {
            member: sorted(answers.get(value.strip("{}"), value) for value in values)
            for member, values in template.rule["what"].items()
        },
        **({"how": list(template.rule["how"])} if "how" in template.rule else {}),
        **({} if template.forbids or exp is None else {"exp": exp}),
    }


def find(id_: str) -> Template:
    """Raises NotFound(template-unknown)."""
    found = next((template for template in ALL if template.id == id_), None)
    if found is None:
        raise NotFound("template-unknown", "No such wish to choose")
    return found


def choices(ask: Ask) -> dict[str, str]:
    """The values that can be said, with their words; of a party none: those come from the registry."""
    return {} if ask == "party" else dict(spoken.VALUES[ask])


def _fits(ask: Ask, answer: str) -> bool:
    if ask != "party":
        return answer in v.CLOSED[ask]
    kind, _, id_ = answer.partition(":")
    return kind in {"person", "org"} and 0 < len(id_) <= v.MAX_ID


def _template(row: Mapping[str, Any]) -> Template:
    rule = {name: row[name] for name in ("effect", "who", "what", "how") if name in row}
    return Template(row["id"], row["title"], tuple(row["asks"]), rule or None, row.get("place"))


ALL: Final = tuple(
    _template(row)
    for row in tomllib.loads(files(__package__).joinpath("templates.toml").read_text("utf-8"))["template"]
)
