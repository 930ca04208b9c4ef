"""Which mapping normalises which kind of message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from gateway.mappings import cda, fhir_r4, huisarts, istandaarden, jgz, stu3, wijkverpleging
from gateway.sources.istandaarden import soorten
from gateway.stages.delivered import Origin, SourceMessage
from gateway.stages.normalised import Normalised

Mapper = Callable[[SourceMessage, Origin], Normalised]
BY_KIND: Final[Mapping[str, Mapper]] = {
    **dict.fromkeys(soorten.BY_KIND, istandaarden.normalise),
    **dict.fromkeys(huisarts.KINDS, huisarts.normalise),
    **dict.fromkeys(("ons-omaha", "ons-zorgplan"), wijkverpleging.normalise),
    "cda-bgz": cda.normalise,
    "jgz-dossieroverdracht": jgz.normalise,
    "fhir-r4": fhir_r4.normalise,
    **dict.fromkeys(("fhir-stu3", "fhir-mixed"), stu3.normalise),
}


def normalise(message: SourceMessage, origin: Origin) -> Normalised:
    """The message as people and FHIR R4 resources. Raises Rejected where a message cannot be placed."""
    return BY_KIND[message.kind](message, origin)
