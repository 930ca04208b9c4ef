"""Writes docs/sources/stu3.md from the conversion tables: `python -m tests.architecture.stu3_page`."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.fhir.definitions import R4, STU3
from gateway.fhir.types import CARRIED
from gateway.mappings.stu3 import tables
from gateway.mappings.stu3.lost import KEPT
from tests.architecture.source import ROOT

PAGE = ROOT / "docs" / "sources" / "stu3.md"
HEAD = f"""# FHIR STU3 to R4, element by element

Written from the tables in `gateway/mappings/stu3/` by `python -m tests.architecture.stu3_page`; a test fails when it is
behind. How deliveries are read, and what else happens to them, is in `docs/sources/fhir.md`.

What has no row keeps its name and place. "Kept" means an extension `{KEPT}<place>`
with the value in its R4 form, and a notice. What R4 requires and STU3 did not say is filled in where the last table
says so, else it is data-absent-reason `unknown`, with a notice either way. The page is that of
https://hl7.org/fhir/R4 which lists the differences.
"""
WORDS = {
    "activity_kind": "kept; `{target}` where HL7's own category names a resource type",
    "agent": "`{target}` points at `{detail}`; what else it said is kept on that reference",
    "canonical": "`{target}` is the URL of the reference; anything else is kept",
    "concept": "`{target}`: a concept with the code of `{detail}` and what the zib's code-specification adds",
    "concept_code": "`{target}`: the first known code, else `{detail}`; more than a code is kept",
    "coding_concept": "`{target}`: each coding as a concept",
    "core": "HL7's own extension `{detail}`",
    "device_version": "`{target}.value`",
    "dose": "`doseAndRate.{target}`",
    "eligibility": "`{target}.{detail}`",
    "encounter": "`{target}`; a reference to an EpisodeOfCare is kept",
    "exceptions": "`provision.{target}`, each its own",
    "explanation": "`reasonCode` and `statusReason`; further reasons for not giving are kept",
    "first": "`{target}` is the first, `{detail}` the others",
    "goal_status": "`{target}` and `achievementStatus`; a code that says more is kept",
    "grouping": "`{target}`, one per group, plan or class",
    "identifier_reference": "`{target}.identifier`",
    "instantiates": "`instantiatesCanonical`, or `instantiatesUri` when the reference is not absolute; else kept",
    "keep": "kept",
    "keep_within": "kept, its parts as extensions",
    "not_done": "`{target}` is `{detail}` when true",
    "note": "`{target}.text`",
    "package": "`{target}` is the first batch; the rest is kept",
    "provision": "`provision.{target}`",
    "related": "`hasMember`, `derivedFrom`; other relations are kept",
    "related_document": "`{target}`: one reference with both",
    "rename": "`{target}`",
    "rename_last": "`{target}`; kept when that is taken",
    "taken": "`{target}` is `not-taken` for `n`; `y` says nothing; else kept",
    "text_concept": "`{target}.text`",
    "text_concepts": "`{target}.text`, one each",
    "udi": "`{target}`; the name in `deviceName`",
    "uri_concept": "`{target}`: the URI as a code of urn:ietf:rfc:3986",
    "uri_reference": "`{target}.reference`",
}


def text() -> str:
    parts = [HEAD, *_elements(), *_listed()]
    return "\n".join(parts) + "\n"


def _elements() -> Iterator[str]:
    by_type: dict[str, list[str]] = {}
    for row in tables.elements().values():
        said = WORDS[row.rule].format(target=row.target, detail=row.detail)
        by_type.setdefault(row.place.split(".")[0], []).append(f"| `{row.place}` | {said} | {row.page} |")
    for type_ in sorted({*by_type, *_lists()}):
        new = tables.RENAMED.get(type_)
        yield f"\n## {type_}{f' → {new}' if new else ''}\n"
        if _lists().get(type_):
            yield f"One in STU3, a list in R4: {', '.join(f'`{name}`' for name in _lists()[type_])}.\n"
        if by_type.get(type_):
            yield "| STU3 | R4 | page |\n|---|---|---|"
            yield "\n".join(by_type[type_])


def _lists() -> dict[str, list[str]]:
    """By type, the elements that became lists without any other change."""
    found: dict[str, list[str]] = {}
    for type_ in sorted({*CARRIED, *tables.RENAMED} - {"ServiceRequest"}):
        if not STU3.is_resource(type_):
            continue
        theirs = R4.definition(tables.RENAMED.get(type_, type_)).elements
        names = [
            name
            for name, element in STU3.definition(type_).elements.items()
            if name in theirs and theirs[name].many and not element.many and f"{type_}.{name}" not in tables.elements()
        ]
        if names:
            found[type_] = sorted(names)
    return found


def _listed() -> Iterator[str]:
    yield "\n## Codes of required bindings\n\n| element | STU3 | R4 |\n|---|---|---|"
    for (place, code), new in tables.codes().items():
        said = f"`{new.r4}`{', and kept' if new.kept else ''}" if new.r4 else "kept"
        yield f"| `{place}` | `{code}` | {said} |"
    for code, (lifecycle, achievement) in tables.goals().items():
        yield f"| `Goal.status` | `{code}` | `{lifecycle}`{f' and `{achievement}`' if achievement else ''} |"
    for title, rows in (
        ("Extensions", tables.extensions()),
        ("Profiles", tables.profiles()),
        ("Code systems", tables.moved_systems()),
    ):
        yield f"\n## {title}\n\n| STU3 | R4 |\n|---|---|"
        yield "\n".join(f"| `{old}` | `{new}` |" for old, new in rows.items())
    yield "\nA system named by its OID (`urn:oid:…`) gets the URI of `concept_maps/oid_systems.csv` where that has one."
    yield "\n## Filled in where STU3 did not say it\n\n| R4 | code |\n|---|---|"
    yield "\n".join(f"| `{place}` | `{code}` |" for place, code in tables.WHEN_ABSENT.items())


def main() -> None:
    PAGE.write_text(text(), "utf-8")


if __name__ == "__main__":
    main()
