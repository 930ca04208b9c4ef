"""What outsiders may know of the audit log: checkpoints, proofs, exports; and checking it against what they kept.

Only hashes and counts leave here. Events as they happen are not counted out loud: a public checkpoint is at least a
minute old news (docs/decisions/0045).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlmodel import Session

from gateway.audit import checkpoint, kept, retention
from gateway.audit import log as audit
from gateway.audit.checkpoint import LOG, VerifierKey
from gateway.audit.kept import Kept
from gateway.audit.verify import erasures as told_erasures
from gateway.audit.verify import verify as verify_rows
from gateway.errors import BadInput, Conflict, Fault, NotFound, Rejected
from gateway.flows import deeds
from gateway.flows.house import House
from gateway.wire import json

EXPORT = "wijkdossier-audit-export/1"
PUBLIC_EVERY = timedelta(seconds=60)


def key(house: House) -> VerifierKey:
    """The verifier key of this log: what a witness, an auditor and a client check signatures with."""
    return VerifierKey(house.settings.log_origin, LOG, house.vault.log_key().public)


def witness_key(text: str) -> VerifierKey:
    """Read the verifier key of a witness. Raises BadInput."""
    return checkpoint.read_key(text)


def publish(house: House, session: Session) -> Kept:
    """A checkpoint of the log as it is now: signed, and kept. One at a time, so that one size is signed once.

    Raises Fault (audit-rewritten) for a log that is not what was signed last and what came after: signing that would
    make us the liar.
    """
    house.database.lock_for_append(session, audit.APPEND_LOCK)
    now, before = audit.checkpoint(session), kept.newest(session)
    if before is not None and not _begins_with(house, session, now.size, before):
        raise Fault("audit-rewritten", "The log is not the one that was signed before", mend="wijkdossier verify-audit")
    note = checkpoint.write(now, house.settings.log_origin, house.vault.log_key())
    return kept.keep(session, now.size, note, house.now())


def _begins_with(house: House, session: Session, size: int, before: Kept) -> bool:
    named = VerifierKey(before.note.partition("\n")[0], LOG, house.vault.log_key().public)  # by its name of then
    try:
        signed = checkpoint.read(before.note, named)
    except BadInput:
        return False
    return before.size == signed.size <= size and audit.checkpoint(session, signed.size) == signed


def export(house: House) -> str:
    """A signed checkpoint of the log as it is now."""
    with house.database.work() as session:
        return publish(house, session).note


def latest(house: House) -> str:
    """The checkpoint that anybody may have; a new one at most once a minute, so that it tells of no single event."""
    with house.database.work() as session:
        newest = kept.newest(session)
        if newest is None or newest.made + PUBLIC_EVERY <= house.now():
            newest = publish(house, session)
    return newest.note


def inclusion(house: House, number: int, size: int) -> dict[str, object]:
    """Leaf hash and audit path of leaf `number` (from 1) in the published tree of `size`."""
    with house.database.work() as session:
        _assert_published(session, size)
        if not 1 <= number <= size:
            raise _outside()
        leaf = next(leaf for leaf in audit.leaves(session, number, number))
        path = [node.hex() for node in audit.inclusion(session, number, size)]
    return {"number": number, "size": size, "leaf": leaf.leaf, "inclusion": path}


def consistency(house: House, first: int, second: int) -> dict[str, object]:
    """Proof that the published tree of `second` leaves begins with that of `first`."""
    with house.database.work() as session:
        _assert_published(session, second)
        if not 0 <= first <= second:
            raise _outside()
        path = [node.hex() for node in audit.consistency(session, first, second)]
    return {"first": first, "second": second, "consistency": path}


def add_checkpoint(house: House, known: int) -> tuple[int, str]:
    """The newest checkpoint as a request to a witness that knows the first `known` leaves. Returns its size too."""
    with house.database.work() as session:
        newest = publish(house, session)
        if known > newest.size:
            raise Conflict(
                "witness-ahead",
                "The witness has seen a longer log than this one",
                mend="this database is an older one: find out why before anything else",
            )
        proof = "".join(f"{checkpoint.encoded(node)}\n" for node in audit.consistency(session, known, newest.size))
    return newest.size, f"old {known}\n{proof}\n{newest.note}"


def cosigned(house: House, size: int, answer: str, witness: VerifierKey) -> str:
    """Keep the signature of a witness. Returns the checkpoint with it. Raises BadInput when it is not its signature."""
    with house.database.work() as session:
        point = kept.of_size(session, size)
        if point is None:
            raise NotFound("checkpoint-unknown", "No such checkpoint was published")
        lines = [f"{line}\n" for line in answer.splitlines()]
        line = next((line for line in lines if checkpoint.cosigned(point.note, line, witness)), None)
        if line is None:
            raise BadInput("cosignature", "The witness did not sign this checkpoint", mend="check its verifier key")
        kept.cosign(session, size, witness.name, line, house.now())
        again = kept.of_size(session, size)
    assert again is not None
    return again.note


def export_leaves(house: House, *, content: bool) -> Iterator[str]:
    """The log as lines of JSON: a head with its checkpoint, then leaf by leaf. `content`: with what opens each leaf."""
    with house.database.work() as session:
        deeds.record(
            house,
            session,
            "log-read",
            deeds.OPERATOR,
            role="operator",
            what="export with content" if content else "export of hashes",
            outcome="seen",
        )
    with house.database.work() as session:
        point = publish(house, session)
        yield _line({"format": EXPORT, "checkpoint": point.note, "content": content})
        for leaf in audit.leaves(session, 1, point.size):
            opened = content and leaf.salt is not None
            yield _line(
                {"leaf": leaf.leaf, **({"salt": (leaf.salt or b"").hex(), "body": leaf.body} if opened else {})}
            )


def verify(house: House, note: str, witnesses: Sequence[VerifierKey] = ()) -> tuple[str, ...]:
    """Findings against a checkpoint; empty when the log is whole. Raises BadInput for a forged checkpoint."""
    against = checkpoint.read(note, key(house))
    with house.database.work() as session:
        return verify_rows(session, against, key(house), witnesses)


def erasures(house: House) -> tuple[str, ...]:
    """What was erased of the log, in words."""
    with house.database.work() as session:
        return told_erasures(session)


def forget(house: House, years: int) -> int:
    """Erase the content of events of more than so many years ago. Returns how many. Raises Rejected (log-retention)."""
    if years < retention.LEAST_YEARS:
        raise Rejected("log-retention", f"The log is kept for at least {retention.LEAST_YEARS} years (NEN 7513)")
    before = retention.years_before(house.now().date(), years)
    with house.database.work() as session:
        return retention.forget(house.database, session, before, house.now(), via=deeds.OPERATOR, outcome="done")


def note_backup(house: House) -> None:
    """A backup is made: on the log, and so in the backup itself."""
    with house.database.work() as session:
        deeds.record(house, session, "backup", deeds.OPERATOR, what="whole", outcome="done")


def note_restore(house: House) -> None:
    """A backup was put back: the log says itself why it is shorter than it was."""
    with house.database.work() as session:
        deeds.record(house, session, "backup", deeds.OPERATOR, what="put back", outcome="done")


def _assert_published(session: Session, size: int) -> None:
    newest = kept.newest(session)
    if newest is None or size > newest.size:
        raise _outside()


def _outside() -> NotFound:
    return NotFound("proof-outside", "There is no proof outside the newest published checkpoint")


def _line(value: dict[str, object]) -> str:
    return json.canonical(value).decode() + "\n"
