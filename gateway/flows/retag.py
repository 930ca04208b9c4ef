"""Tagging the record anew by the tables that hold now: new versions of tags, client by client, told and audited.

Each client is a transaction of its own, so an interrupted run has done what it has done, and a second one goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session

from gateway.flows import deeds, tagged, terminology
from gateway.flows.attributes import attributes
from gateway.flows.house import House
from gateway.record import opening
from gateway.record import store as record
from gateway.registry import clients, parties
from gateway.stages.decided import Caller
from gateway.stages.delivered import Origin
from gateway.stages.normalised import Resource
from gateway.stages.stored import Attributes, StoredVersion
from gateway.stages.tagged import Tags
from gateway.stages.vocabulary import FhirJson
from gateway.tagging import about, profiles_of
from gateway.wire import json
from omaha import classify, crosswalks
from omaha.crosswalks.layered import Layered

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Touched:
    """One source code: only records with it, or with a finer ICPC code under it, are tagged anew."""

    table: str
    code: str

    def by(self, content: FhirJson) -> bool:
        return any(self._is(coding) for coding in (*about(content), *classify.zibs(profiles_of(content))))

    def _is(self, coding: classify.Coding) -> bool:
        table, code = classify.place(coding.system, coding.code)
        finer = self.table == "icpc_to_omaha" and code.startswith(self.code)
        return table == self.table and (code == self.code or finer)


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did. `placed`: tagged now and not before; `unplaced`: the reverse; `fewer_labels`: less sensitive.

    `tables`: version of each table that was used.
    """

    clients: int
    records: int
    changed: int
    placed: int
    unplaced: int
    fewer_labels: int
    tables: Mapping[str, str]


def retag(
    house: House, by: Caller | None = None, only: Touched | None = None, progress: Progress | None = None
) -> Report:
    """Tag every current version anew. `by`: who asked (None: the operator); `progress`: clients done, of all."""
    with house.database.work() as session:
        everyone = clients.everyone(session)
        versions = _versions(terminology.tables(session))
    counts: Counter[str] = Counter()
    for done, client in enumerate(everyone, start=1):
        with house.database.work() as session:
            counts += _client(house, session, client, only, by)
        if progress is not None:
            progress(done, len(everyone))
    report = Report(
        len(everyone),
        **{name: counts[name] for name in ("records", "changed", "placed", "unplaced", "fewer_labels")},
        tables=versions,
    )
    with house.database.work() as session:
        deeds.record(
            house,
            session,
            "retag",
            by or deeds.OPERATOR,
            changed=report.changed,
            looked=report.records,
            tables=dict(versions),
            fewer_labels=report.fewer_labels,
            outcome="done",
        )
    return report


def _client(house: House, session: Session, client: str, only: Touched | None, by: Caller | None) -> Counter[str]:
    """One client, held: tables are read after the hold, so that nothing stored meanwhile is missed."""
    clients.lock(session, client)
    ground = tagged.ground(house, session, client)
    counts: Counter[str] = Counter()
    changed: list[str] = []
    for version in opening.current(session, house.keyring, client, {}):
        content = json.loads(version.text)
        if only is not None and not only.by(content):
            continue
        origin = parties.source(session, version.source).origin
        counts["records"] += 1
        if one(house, session, version, origin, ground, counts):
            changed.append(version.record)
    if changed:
        deeds.record(
            house,
            session,
            "retag",
            by or deeds.OPERATOR,
            client,
            records=sorted(changed),
            changed=len(changed),
            outcome="done",
        )
    return counts


def one(
    house: House,
    session: Session,
    version: StoredVersion,
    origin: Origin,
    ground: tagged.Ground,
    counts: Counter[str],
) -> bool:
    """Tag one version anew; consent attributes follow. True when a new version of its tags was kept."""
    # Law and care domain are the delivery's own and stay.
    content = json.loads(version.text)
    resource = Resource(content, None, law=version.tags.law, domain=version.tags.domain)
    placed = ground.place(resource, origin, version.record)
    made = attributes(placed.tagged, version.record, version.source, version.attributes.contact)
    new = _following(version.attributes, made)
    if not record.retag(session, house.keyring, version, new, placed.tagged.tags, placed.sureness, house.now()):
        return False
    counts["changed"] += 1
    before, after = bool(version.tags.problems), bool(placed.tagged.tags.problems)
    counts["placed"] += after and not before
    counts["unplaced"] += before and not after
    counts["fewer_labels"] += _fewer(version.tags, placed.tagged.tags)
    return True


def _following(old: Attributes, new: Attributes) -> Attributes:
    """What tags decide is new; what the delivery said (author, contact) stays."""
    return replace(new, author=old.author, contact=old.contact)


def _fewer(old: Tags, new: Tags) -> bool:
    return not set(old.labels) - {"N"} <= set(new.labels)


def _versions(tables: Layered) -> Mapping[str, str]:
    return {name: crosswalks.version(name, tables.revision(name)) for name in crosswalks.VERSIONS}
