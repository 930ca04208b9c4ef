"""What was signed, as FHIR Consents of one record: for the client everything, for a recipient what permits them.

A recipient's part is made from the decisions on what they are shown and from nothing else, so it cannot tell of what is
not shown, of other parties, or that anything was restricted (docs/decisions/0066).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sqlmodel import Session

from gateway.consent import saying, storage
from gateway.consent.model import Rule
from gateway.consent.pcf import project
from gateway.consent.pcf import specification as spec
from gateway.consent.pcf.project import Frame
from gateway.consent.voices import Combined
from gateway.crypto.primitives import sha256
from gateway.flows import consented, sentences
from gateway.flows.house import House
from gateway.flows.serving import Made, is_of_day
from gateway.registry import parties
from gateway.stages.disclosed import Disclosed
from gateway.stages.vocabulary import FhirJson

TYPES = frozenset({"Consent", "Provenance"})
NAMENS = "Iemand die namens de cliënt beslist"


def rows(house: House, session: Session, disclosed: Disclosed, type_: str | None) -> Iterator[Made]:
    """What can be found when Consents or Provenances are asked for by name; nothing for any other type."""
    if type_ not in TYPES:
        return
    held = consented.held(house, session, disclosed.client)
    if disclosed.caller.client is not None:
        yield from _signed(session, disclosed, held)
    elif (permits := _by_which_shown(disclosed, held)) and type_ == "Consent":
        frame = Frame(_id(disclosed, "deel"), disclosed.handle)
        yield Made(project.part(permits, frame, _reader(disclosed)))


def _signed(session: Session, disclosed: Disclosed, held: Combined) -> Iterator[Made]:
    """Every document that counts now, with its signature. Of a fork each branch."""
    known = sentences.names(session)
    names = {f"org:{o.id}": o.name for o in parties.organisations(session)}
    names |= {f"person:{p.id}": p.name for p in parties.professionals(session)}
    for voice in held.voices():
        for counted in voice.levels[0] if voice.levels else ():
            row = storage.by_hash(session, disclosed.client, counted.signed.hash)
            assert row is not None, "what counts was stored"
            frame = Frame(
                id=_id(disclosed, counted.signed.hash),
                patient=disclosed.handle,
                namens="" if voice.holder in {disclosed.client, ""} else NAMENS,
                waits=counted.ceiling is not None,
            )
            received = storage.received(row)
            yield Made(project.consent(counted.signed, frame, names, partial(saying.say, lexicon=known)), received)
            yield Made(project.provenance(counted.signed, frame, received), received)


def _by_which_shown(disclosed: Disclosed, held: Combined) -> list[Rule]:
    """The permits of the one document that decides, by which something is shown to this reader now.

    With several documents no single permit shows anything, so there is none to tell of.
    """
    if held.alone is None:
        return []
    # Which rules open the contact of a day differs with the facts behind it.
    shown = (item for item in disclosed.items if not is_of_day(item.record))
    used = {rule for item in shown for rule in item.decision.rules}
    rules = held.alone.by_id
    return [rules[id_] for id_ in sorted(used) if id_ in rules and rules[id_].effect == "permit"]


def _reader(disclosed: Disclosed) -> FhirJson:
    caller = disclosed.caller
    if caller.person is not None:
        return {"identifier": {"system": spec.PERSON, "value": caller.person}, "display": caller.name}
    return {"type": "Organization", "identifier": {"system": spec.ORGANISATION, "value": str(caller.org)}}


def _id(disclosed: Disclosed, what: str) -> str:
    """An id that says whose record to look in, by the reader's own handle (as of a contact of one day)."""
    return f"{disclosed.handle}.{sha256(f'toestemming|{disclosed.handle}|{what}'.encode())[:32]}"
