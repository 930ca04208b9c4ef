"""From the rows of everything that was signed to what counts at one moment: `Combined`, for the gate to decide with."""

from __future__ import annotations

import json as plain
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from gateway.consent import authorities, carrying, custody, keys, mandates, signature, storage, witnesses
from gateway.consent.authorities import Authority, Deciding, Known
from gateway.consent.carrying import Lapsing, Stood
from gateway.consent.decide import Compiled, compile_policy
from gateway.consent.keys import Key, seconds
from gateway.consent.model import Rule, read_rule, to_json
from gateway.consent.objects import Mandate
from gateway.consent.tables import AuthorityCaseRow, AuthorityRow, IncapacityRow, PolicyRow
from gateway.consent.voices import NOTHING, Combined, Counted, Substitute, Voice


def combined(session: Session, client: str, births: tuple[str, ...], now: datetime) -> Combined:
    """Everything that was signed for a client, as it counts now. `births`: FHIR dates as the sources give them."""
    moment = int(now.timestamp())
    deciding = authorities.deciding(known(session, client, births, moment), moment)
    return of(session, client, deciding, moment)


def of(session: Session, client: str, deciding: Deciding, moment: int) -> Combined:
    """The voices of those who decide. `moment`: seconds UTC."""
    if deciding.refusal:
        return Combined((), refusal=deciding.refusal)
    alone = not deciding.instead and client in deciding.required
    return Combined(
        required=tuple(voice(session, client, holder, moment) for holder in deciding.required),
        instead=tuple(
            Substitute(voice(session, client, authority.holder, moment), authority.scope)
            for authority in deciding.instead
        ),
        own=voice(session, client, client, moment) if deciding.own_denies and not alone else None,
    )


def known(session: Session, client: str, births: tuple[str, ...], moment: int) -> Known:
    """What is known of who may decide for this client. `moment`: seconds UTC."""
    rows = session.exec(select(AuthorityRow).where(AuthorityRow.client_id == client).order_by(AuthorityRow.id)).all()
    open_cases = select(AuthorityCaseRow.id).where(
        AuthorityCaseRow.client_id == client, col(AuthorityCaseRow.decided).is_(None)
    )
    return Known(
        client=client,
        births=births,
        authorities=tuple(_authority(row) for row in rows),
        doubt=session.exec(open_cases).first() is not None,
        incapable=any(
            seconds(row.begins) <= moment and (row.ends is None or moment < seconds(row.ends))
            for row in session.exec(select(IncapacityRow).where(IncapacityRow.client_id == client))
        ),
    )


def voice(session: Session, client: str, holder: str, moment: int) -> Voice:
    """One holder's versions down to the newest that counts whole."""
    levels: list[tuple[Counted, ...]] = []
    rows = storage.heads(session, client, holder)
    while rows:
        levels.append(tuple(_counted(session, client, row, moment) for row in rows))
        if all(counted.ceiling is None for counted in levels[-1]):
            break
        rows = storage.heads(session, client, holder, below=rows[0].ver)
    return Voice(holder, tuple(levels))


@dataclass(frozen=True, slots=True)
class Carried:
    """What a next version starts from: the rules that count or still can, and the other wishes as they are signed."""

    rules: tuple[Rule, ...]
    emergency: Any
    notify: Any


def carried(
    session: Session, client: str, holder: str, signer: str | None, moment: int, *, below: int | None = None
) -> Carried | None:
    """What the next version of a holder starts from. None: nothing was signed.

    `signer`: kid of the key that will sign it, None where that is not known yet. A version that waits is taken over
    by the key that signed it, and by one that may end its wait: with any other its grants would outlive its key.
    `below`: as it was before that version.
    """
    key = None if signer is None else keys.find(session, client, signer)
    levels: list[list[Stood]] = []
    rows = storage.heads(session, client, holder, below=below)
    while rows:
        levels.append([_stood(session, client, row, key, moment) for row in rows])
        if all(stood.reach is None for stood in levels[-1]):
            break
        rows = storage.heads(session, client, holder, below=rows[0].ver)
    strict = carrying.strictest(levels)
    if strict is None:
        return None
    return Carried(
        rules=carrying.rules(levels),
        emergency=to_json(strict)["emergency"],
        notify=to_json(levels[-1][0].policy)["notify"],
    )


def stands(session: Session, client: str, holder: str, moment: int) -> tuple[Rule, ...]:
    """The rules of a holder that count or still can: what pages show, and what a next version starts from."""
    found = carried(session, client, holder, None, moment)
    return () if found is None else found.rules


def lapses(
    session: Session, client: str, holder: str, signer: str, moment: int, *, below: int | None = None
) -> Lapsing:
    """What waits and a next version by this key (its kid) does not take over. `below`: as it was before that one."""
    waiting = carried(session, client, holder, None, moment, below=below)
    kept = carried(session, client, holder, signer, moment, below=below)
    if waiting is None or kept is None:
        return Lapsing()
    opens = carrying.openness(waiting.emergency) > carrying.openness(kept.emergency)
    return carrying.lapsing(waiting.rules, kept.rules, opens=opens)


def signed_rules(row: PolicyRow) -> tuple[Rule, ...]:
    return signature.reread(row.token, row.kid).policy.rules


def _stood(session: Session, client: str, row: PolicyRow, signer: Key | None, moment: int) -> Stood:
    """One document as a next version by `signer` takes it over: as far as it counts, or still can."""
    policy, key = signature.reread(row.token, row.kid).policy, storage.key_of(session, client, row)
    settled = _settles(key, row)
    goes_on = settled is not None and (
        settled <= moment
        or signer is None
        or signer.facts.kid == key.facts.kid
        or keys.may_confirm(key, signer, moment)
    )
    if not goes_on:
        return Stood(policy, ())
    if key.mandate is None:
        return Stood(policy, None)
    found = _mandate(session, client, key, row, moment)
    # None at all once the mandate is over.
    return Stood(policy, found.scope, found.exp) if found is not None and moment < found.exp else Stood(policy, ())


def waits_until(session: Session, client: str, row: PolicyRow) -> int | None:
    """When all that a version says counts (seconds UTC), None: never. What older versions said as well counts with
    those, and what only restricts at once (combine.py).
    """
    counts, ver = _settles(storage.key_of(session, client, row), row), row.ver
    while counts is None or counts > seconds(row.received):
        older = storage.heads(session, client, row.holder, below=ver)
        if len(older) > 1 or _widens(older[0] if older else None, row):
            break
        if not older:
            return seconds(row.received)
        key, ver = storage.key_of(session, client, older[0]), older[0].ver
        settled = None if key.mandate is not None else _settles(key, older[0])
        counts = min((one for one in (counts, settled) if one is not None), default=None)
    return counts


def _widens(before: PolicyRow | None, after: PolicyRow) -> bool:
    """Whether a version may show more than an older one, if both counted whole."""
    was = None if before is None else signature.reread(before.token, before.kid).policy
    now = signature.reread(after.token, after.kid).policy
    rules = () if was is None else was.rules
    opens = was is not None and carrying.openness(now.emergency) > carrying.openness(was.emergency)
    return opens or witnesses.widens(rules, now.rules)


def _settles(key: Key, row: PolicyRow) -> int | None:
    return custody.settles(
        key.facts,
        seconds(row.received),
        None if row.confirmed is None else seconds(row.confirmed),
    )


def _counted(session: Session, client: str, row: PolicyRow, moment: int) -> Counted:
    signed = signature.reread(row.token, row.kid)
    key = storage.key_of(session, client, row)
    settled = _settles(key, row)
    if settled is None or moment < settled:
        return Counted(signed, NOTHING)
    return Counted(signed, None if key.mandate is None else _within(session, client, key, row, moment))


def _within(session: Session, client: str, key: Key, row: PolicyRow, moment: int) -> Compiled:
    """How far a delegate may widen: no further than the mandate, and no longer."""
    found = _mandate(session, client, key, row, moment)
    return NOTHING if found is None else compile_policy(found.scope, found.nbf, found.exp)


def _mandate(session: Session, client: str, key: Key, row: PolicyRow, moment: int) -> Mandate | None:
    """Under which a delegate signed a version, if it counts now and ran when it was signed."""
    found = mandates.find(session, client, str(key.mandate))
    if found is None or found.ended or found.settles is None or moment < found.settles:
        return None
    return found.said if found.said.nbf <= seconds(row.received) < found.said.exp else None


def _authority(row: AuthorityRow) -> Authority:
    scope = None if row.scope is None else compile_policy([read_rule(rule) for rule in plain.loads(row.scope)])
    return Authority(
        holder=row.holder,
        capacity=row.capacity,  # type: ignore[arg-type]  # written from the same closed list
        begins=seconds(row.begins),
        ends=None if row.ends is None else seconds(row.ends),
        scope=scope,
    )
