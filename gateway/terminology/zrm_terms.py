"""The Zelfredzaamheid-Matrix as code systems: names of domains and levels only, never the texts by which one scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gateway.mappings.zrm.words import AGREE_GOAL, RATER, TASK_KIND
from gateway.terminology.model import Concept, Property, System
from omaha import codesystem as omaha
from omaha.scheme import LifeDomain, LifeDomain2013

COPYRIGHT = "Zelfredzaamheid-Matrix © GGD Amsterdam. Only names of domains and levels; no descriptions to score by."
ORDER = Property("order", "integer", "Order of display")
VALUE = Property("value", "integer", "Value of the level, 1 (least) to 5 (most self-sufficient)")


def zrm_systems() -> tuple[System, ...]:
    """The set of 2017, the older set of 2013, the five levels both use, and words of our own around a score.

    No published canonical exists.
    """
    return (
        _domains(
            "2017",
            omaha.ZRM,
            omaha.LIFE_DOMAINS,
            "The 13 life domains of 2017; codes are our own slugs, the matrix has none.",
        ),
        _domains(
            "2013",
            omaha.ZRM_2013,
            omaha.LIFE_DOMAINS_2013,
            "The older set of 11 life domains, with a map to those of 2017; codes are our own slugs.",
        ),
        _levels(),
        *_ours(),
    )


def _domains(edition: str, url: str, domains: Sequence[LifeDomain | LifeDomain2013], description: str) -> System:
    return System(
        id=f"zrm-{edition}-domein",
        url=url,
        name=f"ZrmDomein{edition}",
        title=f"Zelfredzaamheid-Matrix {edition}: domeinen",
        version=edition,
        language="nl",
        description=description,
        concepts=tuple(Concept(one.code, one.nl, one.en, properties=(("order", one.order),)) for one in domains),
        copyright=COPYRIGHT,
        properties=(ORDER,),
    )


def _levels() -> System:
    return System(
        id="zrm-niveau",
        url=omaha.ZRM_LEVEL,
        name="ZrmNiveau",
        title="Zelfredzaamheid-Matrix: niveaus",
        version="2017",
        language="nl",
        description="The five levels of self-sufficiency. A level is given by a person; nothing here computes one.",
        concepts=tuple(
            Concept(str(value), name, omaha.LIFE_LEVELS_EN[value], properties=(("value", value),))
            for value, name in omaha.LIFE_LEVELS.items()
        ),
        copyright=COPYRIGHT,
        properties=(VALUE,),
    )


def _ours() -> Iterator[System]:
    yield System(
        id="zrm-beoordelaar",
        url=RATER,
        name="ZrmBeoordelaar",
        title="Wie een ZRM-score gaf",
        version="1",
        language="nl",
        description="A score is a professional's or the client's own; both are kept apart.",
        concepts=(
            Concept("professional", "professional", "professional"),
            Concept("client", "de cliënt zelf", "the client"),
        ),
    )
    yield System(
        id="taaksoort",
        url=TASK_KIND,
        name="Taaksoort",
        title="Soort taak van dit dossier",
        version="1",
        language="nl",
        description="Tasks that the gateway itself raises.",
        concepts=(Concept(AGREE_GOAL, "samen een doel afspreken", "agree on a goal"),),
    )
