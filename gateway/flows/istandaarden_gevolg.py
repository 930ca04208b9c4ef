"""What an accepted iWmo or iJw message changes in what is there already: the state of requests and of claims."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from gateway.flows import istandaarden_prestaties, storing, toewijzen
from gateway.flows.house import House
from gateway.flows.istandaarden import Judged, parts
from gateway.flows.istandaarden_archief import Archief
from gateway.flows.storing import Stored
from gateway.intake.tables import DeliveryRow
from gateway.mappings import istandaarden as mapping
from gateway.registry import parties
from gateway.sources.istandaarden import lezen
from gateway.sources.istandaarden.bericht import Bericht301
from gateway.sources.istandaarden.berichten import Heenbericht
from gateway.sources.istandaarden.declaratie import Bericht323
from gateway.sources.istandaarden.stand import referenties
from gateway.sources.istandaarden.terugmelding import Terugmelding
from gateway.sources.istandaarden.verzoek import Bericht315, Bericht317, Bericht319
from gateway.stages.delivered import SourceMessage
from gateway.stages.normalised import Normalised


def follow(
    house: House,
    session: Session,
    message: SourceMessage,
    row: DeliveryRow,
    judged: Judged,
    touched: tuple[str, ...],
) -> Stored:
    """What follows from a message that was accepted here, besides that of `asked_and_answered`.

    A 301 relates its provider to the client (`touched`); a 323 gets its response.
    """
    bericht: Heenbericht = message.body
    if isinstance(bericht, Bericht301):
        for client in touched:
            toewijzen.relate(house, session, client, row, (message,))
    if not isinstance(bericht, Bericht323):
        return asked_and_answered(house, session, message, row)
    answer = lezen.parse(judged.retourbericht.encode()).body
    archief, stored = Archief(house, session), Stored()
    istandaarden_prestaties.keep(archief, row, bericht, (answer,))
    for part in parts(message):
        stored.add(keep(archief, row, judged.known_only(mapping.claim_answered(part, answer)), row.id))
    return stored


def asked_and_answered(house: House, session: Session, message: SourceMessage, row: DeliveryRow) -> Stored:
    """A 301 or 319 moves the Task of the request it answers, whoever delivered either."""
    bericht: Heenbericht = message.body
    archief, stored = Archief(house, session), Stored()
    match bericht:
        case Bericht301() | Bericht319():
            for request in requests(archief, bericht):
                stored.add(renew(archief, request, (message,), row.id))
        case Bericht315() | Bericht317():
            found = answers(archief, archief.message(row), row, ())
            if found.toewijzingen or found.antwoorden:
                stored.add(keep(archief, row, mapping.answered(message, found), row.id))
        case _:
            pass
    return stored


def requests(archief: Archief, bericht: Bericht301 | Bericht319) -> list[DeliveryRow]:
    """The requests that a message answers, each once."""
    found = (archief.verzoek(bericht.law, bericht.header, referentie) for referentie in referenties(bericht))
    return list({row.id: row for row in found if row is not None}.values())


def renew(archief: Archief, request: DeliveryRow, also: tuple[SourceMessage, ...], delivery: str) -> Stored:
    """Make the Tasks of a request again from all that is known of it. `also`: messages not accepted yet."""
    message = archief.message(request)
    return keep(archief, request, mapping.answered(message, answers(archief, message, request, also)), delivery)


def answers(
    archief: Archief, message: SourceMessage, request: DeliveryRow, also: Iterable[SourceMessage]
) -> mapping.Gevolg:
    law, aanbieder = message.body.law, message.body.header.aanbieder
    client = request.client_id or None
    known = [*archief.stand(client, law), *archief.terugmeldingen(client, law), *also]
    ours = [each.body for each in known if each.body.header.aanbieder == aanbieder]
    return mapping.Gevolg(
        antwoorden=[each for each in ours if isinstance(each, Bericht319)],
        toewijzingen=[each for each in ours if isinstance(each, Bericht301)],
        terugmeldingen=[each for each in ours if isinstance(each, Terugmelding)],
    )


def keep(archief: Archief, row: DeliveryRow, made: Normalised, delivery: str) -> Stored:
    """Store as a part of what the delivery `row` brought: with its connector's ids, in its organisation's source."""
    connector = parties.connector(archief.session, row.connector)
    assert connector is not None, "a delivery has a registered connector"
    return storing.store(archief.house, archief.session, connector, delivery, made, None)
