"""Keeping a filled-in ZRM form with its scores: the client's own, or an assessment of a professional.

A professional's assessment is what their organisation writes, under its own law and care domain; the two raters never
share a form, a source or a list (docs/zrm.md).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date

from sqlmodel import Session

from gateway.errors import Refused, Rejected
from gateway.flows import authors, caseloads, deeds, goals, references, tagged
from gateway.flows.attributes import attributes
from gateway.flows.disclose import absent
from gateway.flows.house import House
from gateway.flows.looks import record_refusal
from gateway.mappings.zrm.forms import observations
from gateway.mappings.zrm.words import MAPPING, QUESTIONNAIRE
from gateway.record import store as record
from gateway.record.store import NewVersion
from gateway.registry import clients, parties
from gateway.registry.parties import Organisation
from gateway.stages.decided import Caller
from gateway.stages.normalised import Resource
from gateway.stages.vocabulary import FhirJson
from omaha import zrm
from omaha.zrm import Edition, Instrument

PERSON = "https://wijkdossier.nl/fhir/NamingSystem/persoon"


def assess(
    house: House,
    by: Caller,
    handle: str,
    edition: Edition,
    scores: Mapping[str, int],
    day: date,
    request: str | None = None,
) -> tuple[str, ...]:
    """Keep the assessment of a professional of a client in their caseload; returns the record ids.

    Raises NotFound alike for hidden and absent, Refused for who is no professional, Rejected for what is no domain or
    level.
    """
    if by.person is None or by.client is not None or by.org is None:
        raise Refused("not-a-professional", "Only a professional makes an assessment")
    instrument = zrm.instrument(edition, "professional")
    author = {"type": "Practitioner", "identifier": {"system": PERSON, "value": by.person}, "display": by.name}
    with house.database.work() as session:
        client = caseloads.resolve(house, session, by, handle)
        if client is None:
            meant = caseloads.meant(house, session, by, handle)
            record_refusal(house, session, by, meant, "zelfredzaamheid vastleggen", request)
        else:
            made = form(house, client, instrument, scores, day, author)
            kept = keep(house, session, client, parties.organisation(session, by.org), made, instrument)
            told(house, session, by, client, kept, edition, request)
    if client is None:
        raise absent()
    return kept


def form(
    house: House, client: str, instrument: Instrument, scores: Mapping[str, int], day: date, author: FhirJson
) -> FhirJson:
    """The form as FHIR: only the domains that were scored. Raises Rejected(zrm-scores)."""
    if not scores or day > house.today():
        raise Rejected("zrm-scores", "Give at least one domain, on a day that has been", where="scores")
    return {
        "resourceType": "QuestionnaireResponse",
        "id": str(uuid.uuid4()),
        "questionnaire": f"{QUESTIONNAIRE}{instrument.id}|{instrument.edition}",
        "status": "completed",
        "subject": {"reference": f"Patient/{client}"},
        "authored": day.isoformat(),
        "author": author,
        "source": author,
        "item": [
            {"linkId": domain, "text": instrument.domains.get(domain, domain), "answer": [{"valueInteger": level}]}
            for domain, level in scores.items()
        ],
    }


def keep(
    house: House, session: Session, client: str, source: Organisation, filled: FhirJson, instrument: Instrument
) -> tuple[str, ...]:
    """Form and scores as versions of the record, within the caller's transaction; a low score may ask for a goal."""
    clients.lock(session, client)
    ground = tagged.ground(house, session, client)
    delivery, kept = str(uuid.uuid4()), []
    wrote = authors.of_source(session, source.id).of(filled)
    for content in (filled, *observations(filled, instrument)):
        id_ = references.record_id(house.vault, source.id, str(content["resourceType"]), str(content["id"]))
        ours = references.ours(house.vault, source.id, content, client, {}, id_)
        placed = ground.place(Resource(ours, None), source.origin, id_)
        new = NewVersion(
            client=client,
            source=source.id,
            content=ours,
            attributes=attributes(placed.tagged, id_, source.id, None, wrote),
            tags=placed.tagged.tags,
            delivery=delivery,
            mapping=MAPPING,
            stands_at=None,
            sureness=placed.sureness,
        )
        record.keep(session, house.keyring, new, house.now())
        kept.append(id_)
    goals.follow(house, session, client, delivery)
    return tuple(kept)


def told(
    house: House,
    session: Session,
    by: Caller,
    client: str,
    kept: tuple[str, ...],
    edition: Edition,
    request: str | None,
) -> None:
    """The audit entry of scores that were kept."""
    deeds.record(
        house,
        session,
        "score",
        by,
        client,
        records=sorted(kept),
        what=f"zrm-{edition}",
        outcome="done",
        request=request,
    )
