"""The receipt a client can keep: what was signed, and proof that it stands on the audit log.

Whoever has it can check it without this gateway (`python -m verifier receipt`): the client's own signature, the event
on the log, the path to a checkpoint, and the witnesses below that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from gateway.audit import kept
from gateway.audit import log as audit
from gateway.audit.log import Entry, Leaf
from gateway.consent import storage as consents
from gateway.errors import NotFound
from gateway.flows import deeds, sentences, watch
from gateway.flows.acting import Whom, acting
from gateway.flows.house import House
from gateway.stages.decided import Caller
from gateway.wire import json

FORMAT = "wijkdossier-bewijs/1"


@dataclass(frozen=True, slots=True)
class Proof:
    """A receipt for the page and the file. `number`: leaf on the log, from 1; `document`: the file, JSON text."""

    version: int
    policy_hash: str
    sentences: tuple[str, ...]
    recorded: datetime
    number: int
    checkpoint: str
    document: str


def receipt(house: House, caller: Caller, version: int, client: Whom = None) -> Proof:
    """The receipt of one version of what the caller signed. Raises NotFound when there is no such version.

    `client`: whom the caller decides for, or under which mandate; absent: themselves. Who signs under a mandate keeps
    proof of what they signed, and of nothing else.
    """
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        policy = consents.of_version(session, acts.client, version, acts.holder)
        row = consents.by_hash(session, acts.client, policy.hash) if policy is not None else None
        key = consents.key_of(session, acts.client, row) if row is not None else None
        if acts.mandate is not None and (key is None or key.mandate != acts.mandate):
            policy = None
        entry = _event(session, acts.client, policy.hash) if policy is not None else None
        deeds.record(
            house,
            session,
            "log-read",
            caller,
            acts.client,
            what="bewijs",
            mandate=acts.mandate,
            outcome="seen" if entry else "refused",
        )
        if policy is not None and entry is not None:
            point = kept.covering(session, entry.seq) or watch.publish(house, session)
            leaf = next(audit.leaves(session, entry.seq, entry.seq))
            path = audit.inclusion(session, entry.seq, point.size)
            said = sentences.lines(sentences.names(session), policy.policy.rules)
    if policy is None or entry is None:
        raise NotFound("receipt-unknown", "There is no such version")
    document = {
        "format": FORMAT,
        "version": policy.version,
        "policy_hash": policy.hash,
        "sentences": [rule.text for rule in policy.policy.rules if rule.text],  # as signed: the verifier compares
        "policy": policy.token,
        "key": dict(key.jwk) if key is not None else None,
        "leaf": _opened(leaf),
        "inclusion": [node.hex() for node in path],
        "checkpoint": point.note,
    }
    return Proof(
        version=policy.version,
        policy_hash=policy.hash,
        sentences=said,
        recorded=entry.recorded,
        number=entry.seq,
        checkpoint=point.note,
        document=json.dumps(document),
    )


def _event(session: Session, client: str, policy_hash: str) -> Entry | None:
    """The entry of the log that says that this policy was accepted."""
    of_client = audit.of_client(session, client)
    return next((e for e in of_client if e.event == "consent" and e.fields.get("policy") == policy_hash), None)


def _opened(leaf: Leaf) -> dict[str, object]:
    return {"number": leaf.seq, "salt": (leaf.salt or b"").hex(), "body": leaf.body}
