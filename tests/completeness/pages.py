"""`python -m tests.completeness.pages`: docs/sources/kinds, a page per kind of message, measured on our own message."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gateway.flows.completeness import Completeness, Fate, Meter, unwrapped
from gateway.mappings import left_out
from tests.scenarios.golden.scenarios import SCENARIOS, Scenario

SOURCES = Path(__file__).parents[2] / "docs" / "sources"
FOLDER, INDEX = SOURCES / "kinds", SOURCES / "README.md"
AGAIN = "the page is not what is measured: python -m tests.completeness.pages"
# Kind, or how its name begins → the standard, and the page that explains the family.
FAMILIES = {
    "WMO": ("iWmo 3.2", "iwmo.md"),
    "JW": ("iJw 3.2", "ijw.md"),
    "cda-bgz": ("CDA, BgZ 2020", "cda.md"),
    "fhir-r4": ("FHIR R4", "fhir.md"),
    "fhir-stu3": ("FHIR STU3", "stu3.md"),
    "ons-": ("Ons API", "wijkverpleging.md"),
    "jgz-": ("HL7v3 JGZ", "jgz.md"),
    "": ("HL7v3 ketenzorg 810", "huisarts.md"),
}
FURTHER = (
    ("istandaarden-regels.md", "every rule of iWmo and iJw, with its accept and reject test"),
    ("huisarts-gold.md", "where and why ours differs from a published conversion of the same messages"),
)


def family(kind: str) -> tuple[str, str]:
    return next(told for start, told in FAMILIES.items() if kind.startswith(start))


def path(kind: str) -> Path:
    return FOLDER / f"{kind}.md"


def page(scenario: Scenario, found: Completeness) -> str:
    return "\n".join(_page(scenario, found)) + "\n"


def _page(scenario: Scenario, found: Completeness) -> Iterator[str]:
    kind, (standard, explained) = scenario.kind, family(scenario.kind)
    places = _places(found)
    yield f"# {kind}: where every value goes"
    yield ""
    own = f"[our own message](../../../tests/scenarios/golden/{kind})"
    yield f"Generated (`python -m tests.completeness.pages`) from {own}; {standard}, explained in"
    yield f"[{explained}](../{explained}). Each value was changed, and what differed in the FHIR is named here."
    yield ""
    counts = found.counts
    yield f"Of {found.values} values: " + ", ".join(f"{number} {name}" for name, number in sorted(counts.items())) + "."
    yield ""
    yield "| In the message | In FHIR |"
    yield "|---|---|"
    yield from (f"| `{place}` | {_to(fates)} |" for place, fates in places.items() if _are(fates, "mapped"))
    yield from _list("Named in a notice", places, "noticed")
    yield from _list("The same in every message that is taken", places, "judged")
    yield from _list("Not accounted for", places, "unmapped")
    absent = {place: fates for place, fates in places.items() if _are(fates, "left out")}
    if absent:
        yield ""
        yield "| Left out | Why | Decision |"
        yield "|---|---|---|"
    for place, fates in absent.items():
        line = left_out.line(kind, fates[0][1])
        assert line is not None
        yield f"| `{place}` | {line.reason} | {line.decision} |"


def _places(found: Completeness) -> dict[str, list[tuple[Fate, str]]]:
    places: dict[str, list[tuple[Fate, str]]] = {}
    for leaf, fate in found.fates:
        places.setdefault(unwrapped(leaf.place), []).append((fate, leaf.place))
    return places


def _are(fates: list[tuple[Fate, str]], verdict: str) -> bool:
    """A place of which one value is mapped is mapped: the others say the same again."""
    verdicts = {fate.verdict for fate, _ in fates}
    return verdict in verdicts and (verdict == "mapped" or "mapped" not in verdicts)


def _to(fates: list[tuple[Fate, str]]) -> str:
    to = sorted({one for fate, _ in fates for one in fate.to})
    shown = ", ".join(f"`{one}`" for one in to[:6])
    return f"{shown} and {len(to) - 6} more" if len(to) > 6 else shown


def _list(title: str, places: dict[str, list[tuple[Fate, str]]], verdict: str) -> Iterator[str]:
    found = [place for place, fates in places.items() if _are(fates, verdict)]
    if found:
        yield ""
        yield f"{title}: " + ", ".join(f"`{place}`" for place in found) + "."


def index() -> str:
    return "\n".join(_index()) + "\n"


def _index() -> Iterator[str]:
    yield "# Sources: every kind of message"
    yield ""
    yield "Generated (`python -m tests.completeness.pages`). A family has a page that explains it; a kind has a page"
    yield "that says where every value goes, and a golden scenario: the delivery, its bundle, a trace to read first."
    yield ""
    yield "| Kind | Standard | Explained | Every value | Trace |"
    yield "|---|---|---|---|---|"
    for scenario in SCENARIOS:
        kind, (standard, explained) = scenario.kind, family(scenario.kind)
        trace = f"[trace](../../tests/scenarios/golden/{kind}/trace.md)"
        yield f"| `{kind}` | {standard} | [{explained}]({explained}) | [{kind}](kinds/{kind}.md) | {trace} |"
    yield ""
    yield "Further: " + "; ".join(f"[{name}]({name}), {what}" for name, what in FURTHER) + "."


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for scenario in SCENARIOS:
        found = Meter().measure(scenario.raw(), scenario.origin, scenario.answered())
        assert found is not None, scenario.kind
        path(scenario.kind).write_text(page(scenario, found), "utf-8")
    INDEX.write_text(index(), "utf-8")


if __name__ == "__main__":
    main()
