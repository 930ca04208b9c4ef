"""What leaves is judged first as its receiver will: the XSD of its kind, and the rules inside a message (level 2)."""

from __future__ import annotations

from gateway.errors import Fault, Rejected
from gateway.sources.istandaarden import lezen, oordeel
from gateway.sources.istandaarden.berichten import Heenbericht
from gateway.sources.istandaarden.uitgaand.bericht import schrijf
from gateway.stages.delivered import SourceMessage

CODE = "bericht-ongeldig"


def gekeurd(bericht: Heenbericht) -> tuple[bytes, SourceMessage]:
    """The message as XML, and as it is read back from there.

    Raises Rejected (bericht-ongeldig) with every element, rule and mend in `details`; Fault when what is read back is
    not what was written, so that nothing leaves that says something else.
    """
    data = schrijf(bericht)
    try:
        message = lezen.parse(data)
    except Rejected as error:
        raise Rejected(
            CODE,
            f"The message would not be valid against the XSD of {bericht.kind}",
            where=error.where,
            mend="correct what FHIR says of this element",
            details=error.details or ((error.where or bericht.kind, error.message),),
        ) from None
    verdict = oordeel.inhoud(message.body)
    if verdict is not None:
        first = verdict.bevindingen[0]
        raise Rejected(
            CODE,
            f"{first.bron}: {first.rule}",
            where=first.where,
            mend=first.mend,
            details=tuple(found.detail for found in verdict.bevindingen[1:]),
        )
    if message.body != bericht:
        raise Fault("bericht-terug", "A message that was written reads otherwise")
    return data, message
