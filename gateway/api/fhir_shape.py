"""How an answer is to be given: the parameters of FHIR that choose no matches, and the headers that go with them.

`_format` and Accept: JSON alone is written here, and who takes nothing of it is told so. `_pretty` changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, get_args

from fastapi import Request

from gateway.api.bodies import fields
from gateway.errors import BadInput, NotAcceptable
from gateway.fhir.subset import Summary, subset
from gateway.flows.serving import Found
from gateway.stages.vocabulary import FhirJson
from gateway.wire import json

Pairs = list[tuple[str, str]]
JSON: Final = frozenset({"json", "application/json", "application/fhir+json", "text/json"})
IGNORED: Final = frozenset({"_format", "_pretty"})  # of no weight to a search
MOST: Final = 200
SHAPING: Final = frozenset({"_summary", "_elements", "_total"})


@dataclass(frozen=True, slots=True)
class Shape:
    """`summary`, `elements`: which part of each resource; `elements` empty: by `summary` alone."""

    summary: Summary = "false"
    elements: tuple[str, ...] = ()

    def text(self, found: Found) -> str:
        """One resource as it goes into the answer."""
        if self.summary in {"false", "count"} and not self.elements:
            return found.served
        return json.dumps(self.part(json.from_kept(found.served)))

    def part(self, content: FhirJson) -> FhirJson:
        return subset(content, self.summary, self.elements)


def acceptable(request: Request) -> None:
    """Raises NotAcceptable when no form that is asked for can be had; `_format` goes before Accept."""
    named = request.query_params.getlist("_format")
    wanted = named or [part for line in request.headers.getlist("accept") for part in line.split(",") if part.strip()]
    _assert_ours(wanted, of_header=not named)


def unshaped(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Without what says the form of an answer, wherever these parameters stood.

    Raises NotAcceptable as `acceptable`, and BadInput(parameters-many) for more than any question has: each is looked
    at for every resource of a record.
    """
    given = list(pairs)
    if len(given) > MOST:
        raise BadInput("parameters-many", f"A question has at most {MOST} parameters")
    _assert_ours([value for name, value in given if name == "_format"], of_header=False)
    return [pair for pair in given if pair[0] not in IGNORED]


async def searched(request: Request) -> Pairs:
    """The parameters of a search that came in a body. Raises BadInput(search-form), and NotAcceptable."""
    pairs = await fields(request, 50)
    if pairs is None:
        raise BadInput("search-form", "Search parameters come as application/x-www-form-urlencoded, at most 50")
    return unshaped(pairs)


def shape(pairs: Iterable[tuple[str, str]]) -> Shape:
    """Raises BadInput when a part is asked that FHIR does not know, or twice."""
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in SHAPING:
            if name in given:
                raise BadInput("parameter-value", "This parameter stands twice", where=name)
            given[name] = value
    summary = next((known for known in get_args(Summary) if known == given.get("_summary", "false")), None)
    if summary is None:
        raise BadInput("parameter-value", f"One of {', '.join(get_args(Summary))}", where="_summary")
    if given.get("_total", "none") not in {"none", "estimate", "accurate"}:
        raise BadInput("parameter-value", "One of none, estimate, accurate", where="_total")
    elements = tuple(part.strip() for part in given.get("_elements", "").split(",") if part.strip())
    if elements and summary != "false":
        raise BadInput("parameter-value", "_summary and _elements do not go together", where="_elements")
    return Shape(summary, elements)


def counting(pairs: Pairs) -> Pairs:
    """The same question, of which the number alone is wanted."""
    return [*(pair for pair in pairs if pair[0] != "_count"), ("_count", "0")]


def _assert_ours(wanted: Collection[str], *, of_header: bool) -> None:
    if wanted and not any(_ours(one, of_header=of_header) for one in wanted):
        raise NotAcceptable(
            "not-acceptable", "Answers are JSON alone", where="Accept", mend="ask application/fhir+json"
        )


def _ours(wanted: str, *, of_header: bool) -> bool:
    media, *parameters = (part.strip().lower() for part in wanted.split(";"))
    if any(parameter.replace(" ", "") in {"q=0", "q=0.0"} for parameter in parameters):
        return False
    version = next((p.partition("=")[2] for p in parameters if p.startswith("fhirversion=")), "4.0")
    # A plus of an address that was not escaped arrives as a space.
    kind = media if of_header else media.replace(" ", "+")
    return version.startswith("4.0") and (kind in JSON or (of_header and kind in {"*/*", "application/*"}))
