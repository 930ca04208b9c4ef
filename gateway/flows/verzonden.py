"""What an organisation sent and what became of it: for its own systems page by page, and for the operator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from gateway.crypto.primitives import same
from gateway.errors import Gone, NotFound
from gateway.flows import deeds
from gateway.flows.house import House
from gateway.flows.istandaarden_archief import Archief
from gateway.flows.istandaarden_uitkomst import Deel, delen
from gateway.flows.verzonden_stand import Bladzijde, Omslag, Stand
from gateway.intake import deliveries, enveloppen, verzonden
from gateway.intake.tables import VerzondenRow
from gateway.intake.verzonden import STATES, State
from gateway.registry.parties import Connector
from gateway.sources.istandaarden.ggk import Foutmelding

__all__ = ["STATES", "State", "Wanted", "everything", "of_sender", "one", "xml"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a list: narrowed to a `state`, at most `limit` after where `cursor` says the last page ended."""

    state: str | None = None
    limit: int = 100
    cursor: str | None = None


def of_sender(house: House, connector: Connector, wanted: Wanted, request: str | None = None) -> Bladzijde:
    """What the connector's organisation sent, oldest first, without its parts. Raises Gone (cursor-expired)."""
    own = connector.organisation.id
    with house.database.work() as session:
        _audit(house, session, connector, None, "seen", request)
        after = None
        if wanted.cursor is not None:
            after = _after(house, session, wanted, own)
            if after is None:
                raise Gone("cursor-expired", "This page is none of yours", mend="ask again without a cursor")
        rows = verzonden.page(session, own, wanted.state, after, wanted.limit + 1)
        shown, more = rows[: wanted.limit], len(rows) > wanted.limit
        return Bladzijde(
            verzonden.count(session, own, wanted.state),
            tuple(_stands(session, shown)),
            _cursor(house, wanted, own, shown[-1].id) if more else None,
        )


def everything(house: House, organisation: str | None = None, state: str | None = None) -> tuple[Stand, ...]:
    """For the operator: ids, codes and states, never what a message says."""
    with house.database.work() as session:
        archief, rows = Archief(house, session), verzonden.listing(session, organisation, state)
        found = zip(_stands(session, rows), rows, strict=True)
        return tuple(replace(stand, delen=_delen(archief, row)) for stand, row in found)


def one(house: House, connector: Connector, id_: str, request: str | None = None) -> Stand:
    """State and return codes of a message. Raises NotFound for another organisation's as for one that is not there."""
    with house.database.work() as session:
        row = _mine(house, session, connector, id_, request)
        if row is not None:
            archief = Archief(house, session)
            (stand,) = _stands(session, [row])
            told = tuple(_in_words(archief, each) for each in stand.enveloppen)
            return replace(stand, delen=_delen(archief, row), enveloppen=told)
    raise _niet_gevonden()


def xml(house: House, connector: Connector, id_: str, request: str | None = None) -> bytes:
    """The message as it was sent. Raises NotFound, Gone (bericht-gewist)."""
    with house.database.work() as session:
        sent = _mine(house, session, connector, id_, request)
        row = None if sent is None else deliveries.find(session, sent.id)
        data = None
        if row is not None and row.sealed_body:
            data = deliveries.body(session, house.keyring, row, connector.organisation.id)
    if sent is None:
        raise _niet_gevonden()
    if data is None:
        raise Gone("bericht-gewist", "What this message said was erased")
    return data


def _mine(house: House, session: Session, connector: Connector, id_: str, request: str | None) -> VerzondenRow | None:
    row = verzonden.find(session, id_[:36])
    mine = row if row is not None and row.organisation == connector.organisation.id else None
    _audit(house, session, connector, mine, "refused" if mine is None else "seen", request)
    return mine


def _niet_gevonden() -> NotFound:
    return NotFound("bericht-unknown", "No such message of yours")


def _delen(archief: Archief, row: VerzondenRow) -> tuple[Deel, ...]:
    answer = deliveries.find(archief.session, row.retour) if row.retour else None
    if answer is None or not answer.sealed_body or row.state == "foutbericht":
        return ()
    return tuple(delen(archief.message(answer).body))


def _in_words(archief: Archief, omslag: Omslag) -> Omslag:
    """With what whoever found the fault says of it."""
    told = deliveries.find(archief.session, omslag.delivery) if omslag.delivery else None
    if told is None or not told.sealed_body:
        return omslag
    said: Foutmelding = archief.message(told).body
    return replace(omslag, omschrijving=said.omschrijving, details=said.details)


def _after(house: House, session: Session, wanted: Wanted, own: str) -> VerzondenRow | None:
    id_, _, _mark = (wanted.cursor or "").partition(".")
    row = verzonden.find(session, id_[:36])
    if row is None or row.organisation != own or not same(wanted.cursor or "", _cursor(house, wanted, own, row.id)):
        return None
    return row


def _cursor(house: House, wanted: Wanted, own: str, last: str) -> str:
    """The last message that was shown, tied by a keyed hash to whose list this is and how it was narrowed."""
    return f"{last}.{house.vault.index('cursor', f'berichten|{own}|{wanted.state}|{last}')}"


def _stands(session: Session, rows: Sequence[VerzondenRow]) -> Iterator[Stand]:
    packed = enveloppen.of(session, [row.id for row in rows])
    for row in rows:
        yield Stand.van(row, tuple(Omslag.van(each) for each in packed.get(row.id, ())))


def _audit(
    house: House,
    session: Session,
    connector: Connector,
    row: VerzondenRow | None,
    outcome: str,
    request: str | None,
) -> None:
    deeds.record(
        house,
        session,
        "bericht-status",
        connector,
        delivery=row.id if row is not None else None,
        outcome=outcome,
        request=request,
    )
