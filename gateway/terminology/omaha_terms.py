"""The Omaha System as a code system: domains, problems with their signs, modifiers, categories, targets, scales."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.terminology.model import Concept, Property, System
from omaha import codesystem as omaha

KINDS = ("domain", "problem", "sign", "modifier-client", "modifier-risk", "category", "target", "scale", "level")
COPYRIGHT = (
    "English Omaha System terms are in the public domain; cite Martin KS, The Omaha System: A Key to Practice, "
    "Documentation, and Information Management, 2nd ed., 2005. Dutch names are unofficial."
)


def omaha_system() -> System:
    """HL7 lists the URI and publishes no codes, so the codes are those of the New Zealand code system."""
    return System(
        id="omaha",
        url=omaha.SYSTEM,
        name="OmahaSystem",
        title="Omaha System, 2005 edition",
        version="2005",
        language="en",
        description=(
            "Fragment: HL7 publishes this URI without codes. The codes (DM, PB, SS, OM, RM, CG, TG, RS) follow the "
            "New Zealand code system https://standards.digital.health.nz/ns/omaha-system. Problem numbers run from 01 "
            "to 50 with gaps and are accepted as codes on input. Signs and symptoms have no Dutch text here."
        ),
        concepts=tuple(_concepts()),
        aliases=omaha.ALIASES - {omaha.SYSTEM},
        fragment=True,
        hierarchy=True,
        copyright=COPYRIGHT,
        properties=(
            Property("kind", "code", f"What the concept is: {', '.join(KINDS)}"),
            Property("number", "string", "Published number, such as 24 or 24.01"),
            Property("order", "integer", "Order of display among problems"),
            Property("value", "integer", "Value of a level on its scale, 1 to 5"),
        ),
    )


def _concepts() -> Iterator[Concept]:
    for domain in omaha.DOMAINS:
        yield Concept(domain.code, domain.nl, domain.en, properties=(("kind", "domain"),))
        for problem in sorted(omaha.PROBLEMS, key=lambda one: one.ordinal):
            if problem.domain != domain.code:
                continue
            said = (("kind", "problem"), ("number", problem.number), ("order", problem.ordinal))
            yield Concept(problem.code, problem.nl, problem.en, domain.code, said, also=(problem.number,))
            for sign in problem.signs:
                number = (("kind", "sign"), ("number", sign.number))
                yield Concept(sign.code, "", sign.en, problem.code, number)
    for modifier in omaha.MODIFIERS:
        yield Concept(modifier.code, modifier.nl, modifier.en, properties=(("kind", f"modifier-{modifier.kind}"),))
    for category in omaha.CATEGORIES:
        said_ = (("kind", "category"), ("number", category.number))
        yield Concept(category.code, category.nl, category.en, properties=said_)
    for target in omaha.TARGETS:
        yield Concept(target.code, target.nl, target.en, properties=(("kind", "target"), ("number", target.number)))
    for rating in omaha.RATINGS:
        yield Concept(rating.code, rating.nl, rating.en, properties=(("kind", "scale"),))
        for level in rating.levels:
            valued = (("kind", "level"), ("value", level.value))
            yield Concept(level.code, level.nl, level.en, rating.code, valued)
