"""No answer and no change without its committed audit record, whatever step of the audit fails, on both databases.

Each flow that shows something of a client or changes what others may see is run again and again, and each time one
step further of its writing to the log breaks: taking the lock, reading the last number, adding the leaf, adding the
subtrees, committing. Whatever breaks, nothing is answered and nothing is changed. Flows are found, not listed: one that
is neither run here nor named with a reason fails the first test.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event, select

import gateway.flows
from gateway.app import create_app
from gateway.auth import scopes
from gateway.cli.demo_senders import assertion_form
from gateway.consent import signature
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import random_token
from gateway.flows import (
    assessments,
    at_table,
    behalf,
    callers,
    caseloads,
    custody,
    disclose,
    download,
    emergency,
    entering,
    erase,
    eyes,
    helping,
    ingest,
    logbook,
    login,
    meet,
    patients,
    proof,
    reading,
    recovery,
    rectify,
    register,
    reporting,
    representation,
    reread,
    rotate,
    selfscores,
    status,
    steward,
    tokens,
    versturen,
    verzonden,
    wanted,
    watch,
    withholdable,
    withholding,
)
from gateway.flows.house import House
from gateway.flows.ingest import Sender
from gateway.flows.versturen import Verstuurd, Wens
from gateway.flows.verzonden import Wanted
from gateway.flows.wishes import Grant
from gateway.flows.withholdable import Wanted as FromAll
from gateway.flows.withholding_said import Asked, Renewed
from gateway.identifiers import Bsn
from gateway.intake.tables import DeliveryRow
from gateway.migrations.tables import METADATA
from gateway.registry import clients, parties
from gateway.sources.istandaarden import lezen
from gateway.stages.decided import Caller
from gateway.wire import json
from tests.architecture.source import calls, trees
from tests.builders import world
from tests.builders.uitgaand import bundel
from tests.builders.world import BSN, BSN_OTHER, World, bundle, condition, patient
from tests.scenarios.audit_papers import PREPARED
from tests.unit.sources.istandaarden import bouw

FROM_ALL = FromAll()
HELPERS = ("999900018", "999990019", "999911120")
AUDIT = re.compile(r"\b(audit|audit_node)\b|pg_advisory_xact_lock")
ON_THE_LOG = {"audit", "audit_node"}


class InjectedError(Exception):
    """The fault. No class of ours, so that nothing can mistake it for a refusal."""


class KilledError(BaseException):
    """The process is no more: nothing that catches faults catches this."""


PROVIDERS = Path(__file__).parents[1] / "builders" / "providers.toml"


@dataclass
class Stage:
    """A town with a client whose record is at the GP, shared with the municipality; and a meeting."""

    world: World
    client: Caller
    arts: Caller
    officer: Caller
    meeting: str
    record: str
    device: SigningKey

    @property
    def house(self) -> House:
        return self.world.house

    @property
    def at_provider(self) -> House:
        """The same house, with login providers."""
        settings = self.house.settings.model_copy(update={"login_providers": PROVIDERS})
        return replace(self.house, settings=settings)

    @property
    def handle(self) -> str:
        return self.house.vault.handle(callers.viewer(self.arts), str(self.client.client))

    def sender(self, connector: str) -> Sender:
        with self.house.database.work() as session:
            found = parties.connector(session, connector)
        assert found is not None
        return Sender(found)

    def next_policy(self) -> str:
        """The policy that holds now, once more, signed on the client's own device."""
        now = steward.current(self.house, self.client)
        moment = int(self.house.now().timestamp())
        document = {
            "fmt": "nl-toestemming/1",
            "cid": self.client.client,
            "ver": now.version + 1,
            "prev": now.prev,
            "aud": self.house.settings.base_url,
            "iat": moment,
            "nbf": moment,
            "exp": moment + 10**6,
            "jti": random_token(12),
            "nonce": None,
            "emergency": "allow",
            "notify": {"every_access": False, "new_source": True},
            "rules": [],
        }
        return signature.sign_policy(document, self.device)

    def undecided(self, body: bytes) -> str:
        """A delivery that was kept and not judged, as after a stop."""
        origin = self.sender("his").connector
        with self.house.database.work() as session:
            row, _new = ingest.deliveries.keep(
                session, self.house.keyring, "his", "application/fhir+json", body, self.house.now()
            )
            assert isinstance(row, DeliveryRow)
            return row.id if origin else ""


def message(n: int) -> bytes:
    return json.dumps(bundle(patient(BSN, "p0"), condition(id_=f"new{n}", subject="Patient/p0"))).encode()


def until(stage: Stage) -> Any:
    return stage.house.today() + timedelta(days=9)


# Everything that shows something of a client, changes what others may see, or lets somebody in. Each entry prepares
# (outside the faults) and gives what is to be run.
Run = Callable[[], Any]
RUNS: dict[str, Callable[[Stage], Run]] = {}


def run(flow: str) -> Callable[[Callable[[Stage], Run]], Callable[[Stage], Run]]:
    """For a flow that needs preparing."""

    def noted(prepare: Callable[[Stage], Run]) -> Callable[[Stage], Run]:
        RUNS[flow] = prepare
        return prepare

    return noted


@run("signing.accept")
def _accept(s: Stage) -> Run:
    token = s.next_policy()
    return lambda: steward.accept(s.house, s.client, token)


@run("status.of_delivery")
def _of_delivery(s: Stage) -> Run:
    connector, id_ = s.sender("his").connector, s.undecided(message(1))
    return lambda: status.of_delivery(s.house, connector, id_)


@run("ingest.deliver")
def _deliver(s: Stage) -> Run:
    sender = s.sender("his")
    return lambda: ingest.deliver(s.house, sender, "application/fhir+json", message(2))


@run("ingest.process")
def _process(s: Stage) -> Run:
    sender, id_ = s.sender("his"), s.undecided(message(3))
    return lambda: ingest.process(s.house, sender, id_)


def sending(s: Stage, connector: str = "his") -> Verstuurd:
    """A start that the practice sends as if it were a provider: it needs nothing else."""
    asked = lezen.parse(bouw.xml305("Wmo", kop=bouw.Kop(aanbieder="01010101")))
    return versturen.verstuur(s.house, s.sender(connector), Wens("WMO305", bundel(asked)))


@run("versturen.verstuur")
def _verstuur(s: Stage) -> Run:
    return lambda: sending(s)


@run("verzonden.of_sender")
def _of_sender(s: Stage) -> Run:
    connector = s.sender("his").connector
    return lambda: verzonden.of_sender(s.house, connector, Wanted())


@run("verzonden.one")
def _one(s: Stage) -> Run:
    connector, sent = s.sender("his").connector, sending(s)
    return lambda: verzonden.one(s.house, connector, sent.id)


@run("verzonden.xml")
def _xml(s: Stage) -> Run:
    connector, sent = s.sender("his").connector, sending(s)
    return lambda: verzonden.xml(s.house, connector, sent.id)


@run("login.log_out")
def _log_out(s: Stage) -> Run:
    token = login.log_in(s.house, "client-bakker")
    return lambda: login.log_out(s.house, token)


@run("tokens.connector_token")
def _connector_token(s: Stage) -> Run:
    form = assertion_form(s.house.settings.base_url, "his", s.world.keys["his"])
    return lambda: tokens.connector_token(s.house, form)


@run("custody.retire")
def _retire(s: Stage) -> Run:
    kid = custody.enrol(s.house, s.client, SigningKey.generate().jwk)
    return lambda: custody.retire(s.house, s.client, kid)


@run("custody.report")
def _report(s: Stage) -> Run:
    kid = custody.enrol(s.house, s.client, SigningKey.generate().jwk)
    return lambda: custody.report(s.house, s.client, kid, s.house.now())


def nothing_asked(s: Stage) -> None:
    for one in rectify.waiting(s.house, s.arts):
        rectify.answer(s.house, s.arts, one.task.record, "done", "")


@run("rectify.ask")
def _ask(s: Stage) -> Run:
    nothing_asked(s)
    return lambda: rectify.ask(s.house, s.client, s.record, "Dit klopt niet.")


@run("rectify.waiting")
def _waiting(s: Stage) -> Run:
    nothing_asked(s)
    rectify.ask(s.house, s.client, s.record, "Dit klopt niet.")
    return lambda: rectify.waiting(s.house, s.arts)


@run("rectify.answer")
def _answer(s: Stage) -> Run:
    nothing_asked(s)
    task = rectify.ask(s.house, s.client, s.record, "Dit klopt niet.")
    return lambda: rectify.answer(s.house, s.arts, task, "done", "")


def withheld(s: Stage) -> str:
    """Something of what the practice wrote, from who decides for the client: the client's other runs need it."""
    asked = Asked((s.record,), (), ("representatives",), "wgbo-ander", until(s), "Over een ander.", "De praktijk")
    return withholding.begin(s.house, s.arts, s.handle, asked)


@run("withholding.begin")
def _begin(s: Stage) -> Run:
    asked = Asked((s.record,), (), ("representatives",), "wgbo-ander", until(s), "Over een ander.", "De praktijk")
    return lambda: withholding.begin(s.house, s.arts, s.handle, asked)


@run("withholding.renew")
def _renew(s: Stage) -> Run:
    id_ = withheld(s)
    return lambda: withholding.renew(s.house, s.arts, id_, Renewed(until(s), "Nog nodig."))


@run("withholding.end")
def _end(s: Stage) -> Run:
    id_ = withheld(s)
    return lambda: withholding.end(s.house, s.arts, id_)


@run("withholding.running")
def _running(s: Stage) -> Run:
    withheld(s)
    return lambda: withholding.running(s.house, s.arts)


@run("withholding.opened")
def _opened(s: Stage) -> Run:
    id_ = withheld(s)
    return lambda: withholding.opened(s.house, s.arts, id_)


@run("withholding.told")
def _told(s: Stage) -> Run:
    withheld(s)
    return lambda: withholding.told(s.house, s.client)


@run("at_table.take_back")
def _given(s: Stage) -> Run:
    at_table.give(s.house, s.client, s.meeting, what=("wijkverpleging",), contact_only=False)
    return lambda: at_table.take_back(s.house, s.client, s.meeting)


@run("recovery.choose")
def _choose(s: Stage) -> Run:
    with s.house.database.work() as session:
        found = [clients.find_or_make(session, s.house.vault, Bsn(bsn), s.house.now()) for bsn in HELPERS]
    return lambda: recovery.choose(s.house, s.client, tuple(found))


@run("representation.dismiss")
def _dismiss(s: Stage) -> Run:
    id_ = representation.appoint(s.house, Bsn(BSN), Bsn(BSN_OTHER), "mentor", basis="rechtbank")
    return lambda: representation.dismiss(s.house, Bsn(BSN), id_)


RUNS |= {
    "disclose.disclose": lambda s: lambda: disclose.disclose(s.house, s.arts, s.handle),
    "disclose.own_record": lambda s: lambda: disclose.own_record(s.house, s.client),
    "caseloads.my_clients": lambda s: lambda: caseloads.my_clients(s.house, s.arts),
    "caseloads.find_client": lambda s: lambda: caseloads.find_client(s.house, s.arts, BSN),
    "reading.find": lambda s: lambda: reading.find(s.house, s.arts, "Condition", [("patient", s.handle)]),
    "reading.read": lambda s: lambda: reading.read(s.house, s.arts, "Condition", s.record),
    "eyes.look": lambda s: lambda: eyes.look(s.house, s.client, "arts"),
    "reading.states": lambda s: lambda: reading.states(s.house, s.arts, "Condition", s.record),
    "selfscores.read": lambda s: lambda: selfscores.read(s.house, s.arts, s.handle),
    "assessments.assess": lambda s: (
        lambda: assessments.assess(s.house, s.arts, s.handle, "2017", {"huisvesting": 2}, s.house.today())
    ),
    "selfscores.scores": lambda s: lambda: selfscores.scores(s.house, s.arts, s.handle),
    "emergency.ask": lambda s: lambda: emergency.ask(s.house, s.arts, s.handle, "gevallen en niet aanspreekbaar"),
    "emergency.ask_by_bsn": lambda s: (
        lambda: emergency.ask_by_bsn(s.house, s.arts, BSN, "gevallen en niet aanspreekbaar")
    ),
    "patients.one": lambda s: lambda: patients.one(s.house, s.arts, s.handle),
    "patients.by_handle": lambda s: lambda: patients.by_handle(s.house, s.arts, s.handle),
    "patients.caseload": lambda s: lambda: patients.caseload(s.house, s.arts, 50, None, ""),
    "patients.by_bsn": lambda s: (
        lambda: patients.by_bsn(s.house, s.arts, f"http://fhir.nl/fhir/NamingSystem/bsn|{BSN}")
    ),
    "meet.start": lambda s: lambda: meet.start(s.house, s.arts, s.handle),
    "meet.confirm": lambda s: lambda: meet.confirm(s.house, s.arts, s.meeting, ("arts",)),
    "meet.screen": lambda s: lambda: meet.screen(s.house, s.arts, s.meeting),
    "meet.mine": lambda s: lambda: meet.mine(s.house, s.arts),
    "steward.sharing": lambda s: lambda: steward.sharing(s.house, s.client),
    "steward.current": lambda s: lambda: steward.current(s.house, s.client),
    "steward.share": lambda s: (
        lambda: steward.share(
            s.house, s.client, Grant("org:wijkzorg", what=("huisarts",), contact_only=False, until=until(s))
        )
    ),
    "wanted.proposed": lambda s: lambda: wanted.proposed(s.house, s.client, "niemand-over", {"life": "financien"}),
    "wanted.forbid": lambda s: lambda: wanted.forbid(s.house, s.client, "niemand-over", {"life": "financien"}),
    "steward.stop": lambda s: lambda: steward.stop(s.house, s.client, "org:wijkzorg"),
    "custody.enrol": lambda s: lambda: custody.enrol(s.house, s.client, SigningKey.generate().jwk),
    "custody.confirm_by_code": lambda s: lambda: custody.confirm_by_code(s.house, s.client, "000000"),
    "representation.appoint": lambda s: (
        lambda: representation.appoint(s.house, Bsn(BSN), Bsn(BSN_OTHER), "mentor", basis="rechtbank")
    ),
    "representation.incapable": lambda s: lambda: representation.incapable(s.house, Bsn(BSN_OTHER), "arts"),
    "download.take": lambda s: lambda: download.take(s.house, s.client),
    "rectify.about": lambda s: lambda: rectify.about(s.house, s.client, s.record),
    "withholdable.named": lambda s: lambda: withholdable.named(s.house, s.arts, s.handle, (s.record,)),
    "withholdable.choose": lambda s: lambda: withholdable.choose(s.house, s.arts, s.handle, FROM_ALL),
    "reporting.unread": lambda s: lambda: reporting.unread(s.house, s.sender("his").connector),
    "rectify.mine": lambda s: lambda: rectify.mine(s.house, s.client),
    "behalf.record": lambda s: lambda: behalf.record(s.house, s.client),
    "helping.overview": lambda s: lambda: helping.overview(s.house, s.client),
    "proof.receipt": lambda s: lambda: proof.receipt(s.house, s.client, 1),
    "reread.who_looked": lambda s: lambda: reread.who_looked(s.house, s.client),
    "logbook.find": lambda s: lambda: logbook.find(s.house, s.officer, []),
    "logbook.read": lambda s: (
        lambda: logbook.read(s.house, s.client, logbook.find(s.house, s.client, []).found[0]["id"])
    ),
    "watch.export_leaves": lambda s: lambda: list(watch.export_leaves(s.house, content=True)),
    "watch.forget": lambda s: lambda: watch.forget(replace(s.house, now=lambda: s.house.now() + timedelta(2200)), 5),
    "register.relation": lambda s: lambda: register.relation(s.house, Bsn(BSN), "org:jeugdzorg", "toewijzing"),
    "entering.link_professional": lambda s: lambda: entering.link_professional(s.at_provider, "zorgpas", "x", "arts"),
    "entering.link_client": lambda s: lambda: entering.link_client(s.at_provider, "burger", "x", Bsn(BSN)),
    "login.log_in": lambda s: lambda: login.log_in(s.house, "client-bakker"),
    "tokens.token_for": lambda s: lambda: tokens.token_for(s.house, "client-bakker"),
    "rotate.prepare_bsn_index": lambda s: lambda: rotate.prepare_bsn_index(s.house),
    "erase.source": lambda s: lambda: erase.source(s.house, Bsn(BSN_OTHER), "praktijk", by="beheer", reason="asked"),
    "erase.client": lambda s: lambda: erase.client(s.house, Bsn(BSN_OTHER), by="beheer", reason="asked"),
    "at_table.meetings_about": lambda s: lambda: at_table.meetings_about(s.house, s.client),
    "at_table.give": lambda s: (
        lambda: at_table.give(s.house, s.client, s.meeting, what=("wijkverpleging",), contact_only=False)
    ),
    **PREPARED,
    "meet.close": lambda s: lambda: meet.close(s.house, s.arts, s.meeting),
}

# What is neither. A flow that takes a session is a step of one of the above and cannot be run by itself.
NOT_RUN = {
    "authority_cases.listing": "open questions about authority, without whose they are",
    "connections.connections": "figures per care system, without a client in them",
    "coverage.with_queue": "is coverage.coverage",
    "translations.translations": "codes that cannot name anybody with their numbers (test_operator_sees_nobody.py)",
    "coverage.shares": "figures per source, without a client in them",
    "desk.assert_registrar_here": "whether somebody is a registrar",
    "desk_signing.binding": "a key binding, to be signed; stored and recorded by desk.bind",
    "desk_signing.offer": "in the demo, a registrar's own key; nothing of a client",
    "desk_signing.own_keys": "a registrar's own keys",
    "desk_signing.parties": "registered people and organisations",
    "rejections.everything": "is rejections.rejected, page by page",
    "rejections.rejected": "codes and places of what was refused, without a value of it (test_operator_sees_nobody.py)",
    "rejections.waiting": "counts of what waits",
    "reporting.of_deliveries": "when a source was told of which deliveries",
    "reporting.standing": "when each source was told last, and whether there is something to tell",
    "visits.client": "whom a visit is about, for what is done next, which is recorded there",
    "behalf.whose": "for whom somebody decides, by name, to themselves",
    "assessments.form": "makes a form; stores nothing",
    "entrusting.accept": "is mandates.give, in our words",
    "entrusting.accept_end": "is mandates.take_back",
    "entrusting.give": "is mandates.give, with the key that is kept; run in test_helping.py",
    "entrusting.give_up": "is mandates.end",
    "entrusting.offer": "who gave a code away, by name, and the key they sign with",
    "entrusting.stoppable": "is entrusting.receipt",
    "entrusting.take_back": "is mandates.take_back, with the key that is kept; run in test_entrusting.py",
    "entrusting.to_sign": "a mandate, to be signed; stored and recorded by mandates.give",
    "entrusting.to_take_back": "the end of a mandate, to be signed; stored and recorded by mandates.take_back",
    "helping.choose": "is recovery.choose",
    "behalf.represented": "for whom somebody decides, by name, to themselves",
    "download.offer": "whose record could be taken along; nothing of it",
    "at_chair.chaired": "whether a meeting is confirmed, to who chairs it",
    "at_table.to_sign": "a consent for one meeting, to be signed; stored and recorded by at_table.accept",
    "binding.statement": "signs what custody.enrol binds; stores nothing",
    "entering.arrive": "asks a provider between its transactions; each of its outcomes is recorded (test_oidc.py)",
    "entering.back": "an address of our own",
    "entering.entrances": "names of login providers",
    "entering.leave": "where to log in; nobody is anybody yet",
    "eyes.people": "registered professionals near the client, to the client",
    "loose.measured": "numbers and places of a file that the operator holds",
    "delegated.behind": "for whom somebody may sign, by name, to themselves",
    "delegated.device_keys": "a delegate's own keys, to the delegate",
    "delegated.received": "for whom somebody may sign, by name, to themselves",
    "wishes.adding": "what a wish would be as a policy; nothing is stored",
    "wishes.sharing": "what a wish would be as a policy; nothing is stored",
    "custody.mine": "a client's own keys, to the client",
    "coverage.coverage": "figures per source, without a client in them",
    "emergency.about": "who a noodinzage would be about, before anything is asked",
    "emergency.asked": "the state of one's own noodinzage",
    "emergency.open_": "logs in again (login.again) and opens, each recorded; run in test_noodinzage.py",
    "istandaarden_envelop.answer": "puts an envelope round an answer that was recorded",
    "istandaarden_envelop.outgoing": "puts an envelope round a message that somebody holds",
    "ingest.keep": "the first step of ingest.deliver: sealed bytes; what becomes of them is recorded by ingest.process",
    "istandaarden_termijnen.everything": "terms of everybody, for the operator; no content",
    "notify.escalate": "writes a notice about a noodinzage that stands on the log",
    "notify.run": "sends notices that were written with what happened",
    "notify.waiting": "a number",
    "register.tarieven": "agreed tariffs; nothing of a client",
    "retag.retag": "tags anew client by client; each client's part is recorded with it (test_review.py)",
    "reviewing.queue": "codes with their numbers, without a client in them",
    "reviewing.reviewer": "a registered person",
    "reviewing.ruled": "rulings on mappings; nothing of a client",
    "terminology.maps": "tables and rulings; nothing of a client",
    "desk.register": "a registrar and their key; nothing of a client",
    "letters.handed_over": "a notice was taken by the service that brings it",
    "letters.waiting": "notices to clients, for the service that brings them",
    "mandates.of_caller": "the mandates somebody gave or holds, to themselves",
    "representation.cases": "the work list of doubtful authority, for the operator",
    "sentences.said": "rules in words; nothing of a client",
    "signing.to_sign": "the client's own wishes, to be signed; stored and recorded by signing.accept",
    "signing.with_kept_key": "is steward.share and steward.stop",
    "steward.to_share": "is signing.to_sign",
    "proposals.to_sign": "is signing.to_sign",
    "wanted.release": "is signing.with_kept_key, as wanted.forbid",
    "wanted.to_forbid": "is signing.to_sign",
    "wanted.to_release": "is signing.to_sign",
    "steward.to_stop": "is signing.to_sign",
    "erase.again": "is erase.client and erase.source, after a backup was put back",
    "erase.register": "the proofs of erasure, for the operator; nothing of a client is left in them",
    "tokens.bearer": "who a token stands for; what is done with it is recorded where it is done",
    "login.terms": "how long a session lasts",
    "login.persona": "one of the fictional people of the development login",
    "login.personas": "fictional people of the development login",
    "login.session": "who a session stands for; what is done with it is recorded where it is done",
    "loose.deliver": "is ingest.deliver, for files",
    "register.connector": "a care system and its keys; nothing of a client",
    "register.connector_at": "a care system and where its keys are; nothing of a client",
    "register.connector_by_id": "a care system",
    "register.connectors": "care systems",
    "register.organisation": "an organisation",
    "register.professional": "a professional",
    "register.town": "the fictional town, by the flows beside it",
    "replay.replay": "is ingest.process",
    "replay.resume": "is ingest.process",
    "rotate.data_keys": "seals again in many small transactions, after the one that puts it on the log",
    "rotate.bsn_index": "indexes again what rotate.prepare_bsn_index announced on the log",
    "versturen.proef": "a message as it would be, to who gave the Bundle; nothing is kept",
    "verzonden.everything": "kinds, codes and states of what was sent, for the operator",
    "status.parked_items": "counts and ids of deliveries, for the operator",
    "status.quarantine": "states of deliveries, for the operator",
    "steward.party": "a registered person or organisation",
    "steward.propose": "what sharing would mean; nothing is stored",
    "watch.add_checkpoint": "hashes only",
    "watch.consistency": "hashes only",
    "watch.cosigned": "hashes only",
    "watch.erasures": "which events were erased of the log, for the operator",
    "watch.export": "hashes only",
    "watch.inclusion": "hashes only",
    "watch.key": "a public key",
    "watch.latest": "hashes only",
    "watch.note_backup": "writes the log and nothing else",
    "watch.note_restore": "writes the log and nothing else",
    "watch.verify": "findings about hashes",
}
# Flows that cannot be broken step by step here; held to their form instead: whatever they write, they record in the
# same transaction. A new one is prepared in audit_papers.py.
BY_FORM: set[str] = set()
# Of these the recorder is in another module, or one of more transactions reads alone, or others open it.
SAID_ELSEWHERE = {"reviewing.rule", "proposals.sign", "authority_cases.decide"}
SAID_ELSEWHERE |= {"desk_pin.share", "desk_pin.stop", "desk.report", "desk.retire"}
# What writes the log for somebody else's transaction.
RECORDERS = {"audit.append", "deeds.record", "binding.record", "looks.record_read", "looks.record_refusal"}
RECORDERS |= {
    "record_read",
    "record_refusal",
    "appending.append",
    "recovery.confirm",
    "assessments.told",
    "seating.keep",
    "binding.lose",
}
# Flows of more than one transaction, by design: what the earlier ones did stays, and is on the log.
SEVERAL = {
    "patients.caseload": ON_THE_LOG,
    "patients.by_bsn": ON_THE_LOG,
    "logbook.read": ON_THE_LOG,
    "rejections.again": ON_THE_LOG,
    "watch.export_leaves": {*ON_THE_LOG, "audit_checkpoint"},
    "ingest.deliver": {*ON_THE_LOG, "delivery", "data_key"},
    "reviewing.rule": {*ON_THE_LOG, "map_ruling"},
}


def flows() -> set[str]:
    found = set()
    for module in pkgutil.iter_modules(gateway.flows.__path__):
        loaded = importlib.import_module(f"gateway.flows.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            parameters = list(inspect.signature(function).parameters)
            if function.__module__ != loaded.__name__ or name.startswith("_"):
                continue
            if parameters[:1] == ["house"] and "session" not in parameters[:2]:
                found.add(f"{module.name}.{name}")
    return found


def test_every_flow_is_run_here_or_named_with_a_reason() -> None:
    assert flows() == RUNS.keys() | NOT_RUN.keys() | BY_FORM
    assert len(flows()) == len(RUNS) + len(NOT_RUN) + len(BY_FORM)


def test_a_flow_that_changes_something_records_in_every_transaction_it_opens() -> None:
    """By its form, besides: a step that is never reached in a run is seen here."""
    for flow in {*BY_FORM, *PREPARED} - SAID_ELSEWHERE:
        module, name = flow.split(".")
        known = {n.name: n for n in trees()[f"gateway/flows/{module}.py"].body if isinstance(n, ast.FunctionDef)}
        opened = [n for n in ast.walk(known[name]) if isinstance(n, ast.With) and "work()" in ast.unparse(n.items[0])]
        assert opened, flow
        assert all(_records(node, known, {name}) for node in opened), flow


def _records(node: ast.AST, known: dict[str, ast.FunctionDef], seen: set[str]) -> bool:
    """Whether the log is written below this node, also through functions of the same module."""
    for called, call in calls(node):
        if ast.unparse(call.func) in RECORDERS:
            return True
        if called in known and called not in seen and _records(known[called], known, seen | {called}):
            return True
    return False


@pytest.fixture
def stage(house: House) -> Stage:
    real = replace(house, now=lambda: datetime.now(UTC))
    made = world.build(real)
    for n, bsn in enumerate((BSN, BSN_OTHER)):
        sent = made.send("his", bundle(patient(bsn, f"p{n}"), condition(id_=f"c{n}", subject=f"Patient/p{n}")))
        assert sent.status_code == 201, sent.text
    register.professional(real, "fg", "F. Gaai", "privacy-officer", "praktijk")
    with real.database.work() as session:
        id_ = str(clients.find(session, real.vault, Bsn(BSN)))
        arts, officer = (
            replace(callers.of_persona(real, session, "zorgverlener", name), scopes=(scopes.READ,))
            for name in ("arts", "fg")
        )
    client = Caller(id_, "Tim Wit", None, None, None, client=id_, scopes=(scopes.READ,))
    device = SigningKey.generate()
    custody.enrol(real, client, device.jwk)
    steward.share(
        real,
        client,
        Grant("org:gemeente", what=("huisarts",), contact_only=False, until=real.today() + timedelta(days=9)),
    )
    handle = real.vault.handle(callers.viewer(arts), id_)
    meeting = meet.start(real, arts, handle)
    meet.confirm(real, arts, meeting, ("arts",))
    record = reading.find(real, arts, "Condition", [("patient", handle)]).found[0].id
    return Stage(made, client, arts, officer, meeting, record, device)


@contextmanager
def breaking(house: House, step: int) -> Iterator[list[str]]:
    """Let step number `step` (from 0) of what touches the log fail; yields the steps that were reached."""
    reached: list[str] = []

    def reach(what: str) -> None:
        reached.append(what)
        if len(reached) == step + 1:
            raise InjectedError(what)

    def statement(_conn: Any, _cursor: Any, text: str, *_more: Any) -> None:
        if AUDIT.search(text):
            reach(" ".join(text.split())[:60])

    engine = house.database.engine
    really = engine.dialect.do_commit

    def commit(connection: Any) -> None:
        reach("COMMIT")
        really(connection)

    event.listen(engine, "before_cursor_execute", statement)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine.dialect, "do_commit", commit)
        yield reached
    event.remove(engine, "before_cursor_execute", statement)


def contents(house: House, but: set[str]) -> dict[str, list[str]]:
    """Every row of every table."""
    with house.database.snapshot() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for table in METADATA.sorted_tables
            if table.name not in but
        }


def test_whatever_step_of_the_audit_breaks_nothing_is_answered_and_nothing_is_changed(stage: Stage) -> None:
    broken = 0
    for name, prepare in RUNS.items():
        run, but = prepare(stage), SEVERAL.get(name, set())
        before = contents(stage.house, but)
        leaves = log(stage.house)
        for step in range(200):
            answered: list[Any] = []
            with breaking(stage.house, step) as reached:
                try:
                    answered.append(run())
                except InjectedError:
                    broken += 1
            if len(reached) <= step:
                break
            assert answered == [], f"{name} answered although {reached[-1]} failed"
            # Reading everything takes time; what an earlier fault left behind is still there at the commit, the last.
            if reached[-1] == "COMMIT":
                assert contents(stage.house, but) == before, f"{name} changed something although {reached} failed"
        assert len(answered) == 1, name
        assert "COMMIT" in reached, name
        assert any(step.startswith("INSERT INTO audit ") for step in reached), f"{name} is not on the log"
        assert len(log(stage.house)) > len(leaves), name
    assert broken > 4 * len(RUNS)
    print(
        f"{broken} faults in {len(RUNS)} flows on {stage.house.database.url.get_backend_name()}: 0 answers, 0 changes"
    )


@pytest.mark.parametrize("moment", ["before", "after"])
def test_who_is_killed_at_the_commit_answers_nothing_and_what_changed_is_on_the_log(stage: Stage, moment: str) -> None:
    """Before the commit nothing happened; after it what happened and its record are both there."""
    changed = 0
    for name, prepare in RUNS.items():
        run, but = prepare(stage), ON_THE_LOG | SEVERAL.get(name, set())
        before, leaves = contents(stage.house, but), log(stage.house)
        with killing(stage.house, moment), pytest.raises(KilledError):
            run()
        after = contents(stage.house, but)
        changed += after != before
        assert moment == "after" or after == before, f"{name} changed something without a commit"
        assert after == before or len(log(stage.house)) > len(leaves), (
            f"{name} changed something that is not on the log"
        )
        assert moment == "after" or log(stage.house) == leaves
    assert changed > 10 if moment == "after" else changed == 0


@contextmanager
def killing(house: House, moment: str) -> Iterator[None]:
    """Let the process end at the first commit, right before or right after it."""
    really = house.database.engine.dialect.do_commit

    def commit(connection: Any) -> None:
        if moment == "after":
            really(connection)
        raise KilledError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house.database.engine.dialect, "do_commit", commit)
        yield


def log(house: House) -> list[str]:
    return contents(house, set(METADATA.tables) - {"audit"})["audit"]


def test_no_error_of_the_database_is_caught_where_answers_are_made() -> None:
    """What is not caught cannot be passed over. The worker that sends notices answers nobody: it tries again."""
    for name, tree in trees().items():
        rooms = ("gateway/flows", "gateway/audit", "gateway/api", "gateway/portal", "gateway/record")
        if not name.startswith(rooms) or name == "gateway/flows/notify.py":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom | ast.Import):
                modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
                assert not [module for module in modules if re.match(r"(sqlalchemy|psycopg|sqlite3).*exc", module)], (
                    name
                )


@pytest.mark.parametrize("step", ["INSERT INTO audit ", "INSERT INTO audit_node", "COMMIT"])
def test_over_http_a_broken_log_is_a_500_without_a_word_of_the_record(stage: Stage, step: str) -> None:
    house = stage.house
    web = TestClient(create_app(house=house), base_url=house.settings.base_url, raise_server_exceptions=False)
    headers = stage.world.headers("his")
    caller = tokens.bearer(house, headers["Authorization"].removeprefix("Bearer "))
    handle = house.vault.handle(callers.viewer(caller), str(stage.client.client))
    paths = [f"/fhir/Condition?patient={handle}", f"/fhir/Patient/{handle}/$everything", f"/clients/{handle}/timeline"]
    told = ("R95", "Praktijk", "birthDate")
    for path in paths:
        assert any(word in web.get(path, headers=headers).text for word in told)

    def fail(_conn: Any, _cursor: Any = None, text: str = "", *_more: Any) -> None:
        if text.startswith(step):
            raise InjectedError(step)

    def fail_commit(_connection: Any) -> None:
        raise InjectedError(step)

    with pytest.MonkeyPatch.context() as patch:
        if step == "COMMIT":
            patch.setattr(house.database.engine.dialect, "do_commit", fail_commit)
        else:
            event.listen(house.database.engine, "before_cursor_execute", fail)
        answers = [web.get(path, headers=headers) for path in paths for _ in range(2)]
    if step != "COMMIT":
        event.remove(house.database.engine, "before_cursor_execute", fail)
    failed = [answer for answer in answers if answer.status_code == 500]
    # Only every other leaf completes a subtree.
    assert failed if step == "INSERT INTO audit_node" else len(failed) == len(answers)
    assert not [answer.text for answer in failed if any(word in answer.text for word in told)]
