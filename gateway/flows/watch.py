"""The operator checks the audit log against a checkpoint kept elsewhere, and exports a new one."""

from __future__ import annotations

from gateway.audit import checkpoint
from gateway.audit import log as audit
from gateway.flows.house import House


def export(house: House) -> str:
    """A signed checkpoint of the log as it is now."""
    with house.database.work() as session:
        return checkpoint.write(audit.checkpoint(session), house.vault.log_key())


def verify(house: House, note: str) -> tuple[str, ...]:
    """Findings against a checkpoint; empty when the log is whole. Raises BadInput for a forged checkpoint."""
    against = checkpoint.read(note, house.vault.log_key().public)
    with house.database.work() as session:
        return audit.verify(session, against)


def note_backup(house: House) -> None:
    """A backup is made: on the log, and so in the backup itself."""
    with house.database.work() as session:
        audit.append(house.database, session, "backup", house.now(), what="whole", outcome="done", via="beheer")
