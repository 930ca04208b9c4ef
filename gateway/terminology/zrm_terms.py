"""The Zelfredzaamheid-Matrix as code systems: names of domains and levels only, never the texts by which one scores."""

from __future__ import annotations

from gateway.mappings.zrm.words import AGREE_GOAL, RATER, TASK_KIND
from gateway.terminology.model import Concept, Property, System
from omaha import codesystem as omaha

COPYRIGHT = "Zelfredzaamheid-Matrix © GGD Amsterdam. Only names of domains and levels; no descriptions to score by."
ORDER = Property("order", "integer", "Order of display")
VALUE = Property("value", "integer", "Value of the level, 1 (least) to 5 (most self-sufficient)")


def zrm_systems() -> tuple[System, ...]:
    """The set of 2017, the older set of 2013, and the five levels both use. No published canonical exists."""
    return (
        System(
            id="zrm-2017-domein",
            url=omaha.ZRM,
            name="ZrmDomein2017",
            title="Zelfredzaamheid-Matrix 2017: domeinen",
            version="2017",
            language="nl",
            description="The 13 life domains of 2017; codes are our own slugs, the matrix has none.",
            concepts=tuple(
                Concept(one.code, one.nl, one.en, properties=(("order", one.order),)) for one in omaha.LIFE_DOMAINS
            ),
            copyright=COPYRIGHT,
            properties=(ORDER,),
        ),
        System(
            id="zrm-2013-domein",
            url=omaha.ZRM_2013,
            name="ZrmDomein2013",
            title="Zelfredzaamheid-Matrix 2013: domeinen",
            version="2013",
            language="nl",
            description="The older set of 11 life domains, with a map to those of 2017; codes are our own slugs.",
            concepts=tuple(
                Concept(one.code, one.nl, one.en, properties=(("order", one.order),)) for one in omaha.LIFE_DOMAINS_2013
            ),
            copyright=COPYRIGHT,
            properties=(ORDER,),
        ),
        System(
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
        ),
        System(
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
        ),
        System(
            id="taaksoort",
            url=TASK_KIND,
            name="Taaksoort",
            title="Soort taak van dit dossier",
            version="1",
            language="nl",
            description="Tasks that the gateway itself raises.",
            concepts=(Concept(AGREE_GOAL, "samen een doel afspreken", "agree on a goal"),),
        ),
    )
