"""`python -m benchmarks kill9`: is anything lost that was acknowledged, when the gateway is killed at any moment?

A gateway in a process of its own takes deliveries over HTTP from two systems while a client signs one policy after the
other. The driver notes every acknowledgement, kills the process (SIGKILL) at a moment by chance, sometimes again while
it starts, on PostgreSQL sometimes the database server too; starts it, and looks: every acknowledged delivery and policy
is there as acknowledged, the policy that holds is the last one or one that came after, nothing is left undecided, no
delivery is there by half, and the audit log continues the one that was there before.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from benchmarks import data
from benchmarks.progress import Progress, silent
from gateway.auth import backend, development, scopes
from gateway.cli.demo_senders import assertion_form
from gateway.consent import signature
from gateway.crypto.p256 import SigningKey
from gateway.crypto.root import random_root_key
from gateway.db import Database
from gateway.flows import callers, custody, disclose, register, status, watch
from gateway.flows.house import House
from gateway.migrations import upgrade
from gateway.registry.parties import Organisation
from gateway.settings import Settings
from gateway.stages.decided import Caller
from gateway.wire import json

CLIENT = "client-bakker"
SYSTEMS = {"his": ("praktijk", "huisarts", "huisarts"), "ecd": ("wijkzorg", "wijkverpleging", "wijkverpleging")}
READER = "arts"
FACTS = 2  # in each delivery: both are there, or neither
MOST_ANSWERED = 12
LONGEST = 30  # seconds to wait for them
AWAY, BREATH = 503, 0.05  # said while the database is killed under it: not acknowledged; seconds until the next try
WHILE_STARTING = 0.15
WITH_DATABASE = 0.2
GRANT = [{"id": "a", "effect": "permit", "who": {"kind": "person", "id": READER}, "how": ["see"]}]


class LostError(Exception):
    """Something that was acknowledged is not there, or not whole."""


@dataclass
class Ledger:
    """What was acknowledged. `deliveries`: id → serial and system; `policies`: version → hash and whether it shares."""

    deliveries: dict[str, tuple[int, str]] = field(default_factory=dict)
    policies: dict[int, tuple[str, bool]] = field(default_factory=dict)
    serials: dict[str, Iterator[int]] = field(
        default_factory=lambda: {name: itertools.count(n, len(SYSTEMS)) for n, name in enumerate(SYSTEMS)}
    )
    fresh: list[str] = field(default_factory=list)  # deliveries of this round
    signed: list[int] = field(default_factory=list)  # versions of this round
    counts: Counter[str] = field(default_factory=Counter)


class Gateway:
    """The process that is killed: started by a line to a process that has the libraries loaded."""

    def __init__(self, environment: dict[str, str], base_url: str) -> None:
        self.base_url = base_url
        self.parent = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.kill9_server"],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = 0

    def start(self) -> None:
        assert self.parent.stdin is not None
        assert self.parent.stdout is not None
        self.parent.stdin.write("start\n")
        self.parent.stdin.flush()
        self.pid = int(self.parent.stdout.readline())

    def wait(self) -> None:
        """Until it answers. Raises LostError when it does not come up."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.base_url}/health", timeout=5).status_code == 200:
                    return
            time.sleep(0.02)
        raise LostError("the gateway does not start again")

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.kill()
        self.parent.terminate()
        self.parent.wait(30)


@dataclass
class Trial:
    house: House
    gateway: Gateway
    keys: dict[str, SigningKey]
    device: SigningKey
    grant: list[dict[str, Any]]  # with the words of each rule: the driver needs no database to sign
    ledger: Ledger = field(default_factory=Ledger)
    over: threading.Event = field(default_factory=threading.Event)
    kept: str = ""  # the last checkpoint of the log

    @property
    def owner(self) -> Caller:
        with self.house.database.work() as session:
            return callers.of_persona(self.house, session, "client", CLIENT)

    def deliver(self, system: str) -> None:
        """Send until the gateway is gone."""
        with httpx.Client(base_url=self.gateway.base_url, timeout=30) as web:
            headers = self._headers(f"connector:{system}", (scopes.DELIVER,))
            while not self.over.is_set():
                serial = next(self.ledger.serials[system])
                answer = web.post("/deliveries", content=_message(serial), headers={**headers, "Content-Type": FHIR})
                if answer.status_code == AWAY:
                    time.sleep(BREATH)
                    continue
                if answer.status_code != 201:
                    raise LostError(f"a good delivery was answered with {answer.status_code}")
                self.ledger.deliveries[answer.json()["id"]] = (serial, system)
                self.ledger.fresh.append(answer.json()["id"])

    def sign(self) -> None:
        """Share and stop in turn until the gateway is gone."""
        with httpx.Client(base_url=self.gateway.base_url, timeout=30) as web:
            headers = self._headers(f"client:{CLIENT}", (scopes.READ,))
            while not self.over.is_set():
                asked = web.get("/consents/current", headers=headers)
                if asked.status_code == AWAY:
                    time.sleep(BREATH)
                    continue
                now = asked.json()
                shares = now["version"] % 2 == 0
                token = signature.sign_policy(self._document(now, self.grant if shares else []), self.device)
                answer = web.post("/consents", content=token, headers=headers)
                if answer.status_code == AWAY:
                    continue
                if answer.status_code != 201:
                    raise LostError(f"a good policy was answered with {answer.status_code}: {answer.text}")
                said = answer.json()
                self.ledger.policies[said["version"]] = (said["hash"], shares)
                self.ledger.signed.append(said["version"])

    def round(self, chance: random.Random, kill_database: Callable[[], None] | None) -> None:
        """One life of the gateway, and what is left of it."""
        self.ledger.fresh.clear()
        self.ledger.signed.clear()
        self.over.clear()
        failed: list[BaseException] = []
        works = [lambda: self.deliver("his"), lambda: self.deliver("ecd"), self.sign]
        threads = [threading.Thread(target=_until_gone, args=(work, failed)) for work in works]
        for thread in threads:
            thread.start()
        self._wait_for(chance.randrange(MOST_ANSWERED))
        time.sleep(chance.uniform(0, 0.1))
        with_database = kill_database is not None and chance.random() < WITH_DATABASE
        if with_database and kill_database is not None and chance.random() < 0.5:
            kill_database()  # the gateway lives to see it, and is killed after
            self.ledger.counts["database killed under a living gateway"] += 1
            with_database = False
        self.gateway.kill()
        self.over.set()
        if with_database and kill_database is not None:
            kill_database()
            self.ledger.counts["database killed with the gateway"] += 1
        for thread in threads:
            thread.join()
        self.house.database.engine.dispose()
        self.gateway.start()
        if chance.random() < WHILE_STARTING:
            time.sleep(chance.uniform(0.05, 0.5))
            self.gateway.kill()
            self.ledger.counts["killed again while starting"] += 1
            self.gateway.start()
        self.gateway.wait()
        if failed:
            raise failed[0]
        self.ledger.counts["rounds"] += 1

    def _wait_for(self, answered: int) -> None:
        """Until so many acknowledgements came in this round: a slow machine is killed as far on as a fast one."""
        end = time.monotonic() + LONGEST
        while len(self.ledger.fresh) + len(self.ledger.signed) < answered and time.monotonic() < end:
            time.sleep(0.005)

    def check(self) -> None:
        """What was acknowledged since the last look, the policy that holds, and the log. Raises LostError."""
        with httpx.Client(base_url=self.gateway.base_url, timeout=30) as web:
            for id_ in self.ledger.fresh:
                _serial, system = self.ledger.deliveries[id_]
                told = web.get(f"/deliveries/{id_}", headers=self._headers(f"connector:{system}", (scopes.DELIVER,)))
                if told.status_code != 200 or told.json()["state"] != "accepted":
                    raise LostError(f"delivery {id_} was acknowledged and is not there: {told.status_code}")
            headers = self._headers(f"client:{CLIENT}", (scopes.READ,))
            now = web.get("/consents/current", headers=headers).json()
            for version in self.ledger.signed:
                receipt = web.get(f"/consents/{version}/receipt", headers=headers)
                if self.ledger.policies[version][0] not in receipt.text:
                    raise LostError(f"version {version} was acknowledged and is not there")
        newest = max(self.ledger.policies, default=0)
        held = self.ledger.policies.get(now["version"])
        if now["version"] < newest or (held is not None and now["hash"] != held[0]):
            raise LostError(f"version {newest} was acknowledged and version {now['version']} holds")
        if left := [line for line in status.quarantine(self.house) if line.state == "received"]:
            raise LostError(f"{len(left)} deliveries are left undecided")
        self._check_log()

    def _check_log(self) -> None:
        findings = watch.verify(self.house, self.kept) if self.kept else ()
        self.kept = watch.export(self.house)
        findings = (*findings, *watch.verify(self.house, self.kept))
        if findings:
            raise LostError(f"the log is not whole: {findings[:3]}")
        self.ledger.counts["log found whole"] += 1

    def check_all(self) -> None:
        """Every fact of every acknowledged delivery is in the record, and no delivery is there by half."""
        found = disclose.own_record(self.house, self.owner).items
        serials = Counter(int(item.content["code"]["text"].split()[1]) for item in found if item.type == "Condition")
        if halves := [serial for serial, count in serials.items() if count != FACTS]:
            raise LostError(f"{len(halves)} deliveries are there by half: {halves[:3]}")
        missing = [id_ for id_, (serial, _) in self.ledger.deliveries.items() if serial not in serials]
        if missing:
            raise LostError(f"{len(missing)} acknowledged deliveries are not in the record: {missing[:3]}")
        self.ledger.counts["deliveries kept without having been acknowledged"] = len(serials) - len(
            self.ledger.deliveries
        )

    def _headers(self, subject: str, granted: tuple[str, ...]) -> dict[str, str]:
        settings = self.house.settings
        token = backend.issue(self.house.signing_key, subject, granted, settings.audience, self.house.now(), 300)
        return {"Authorization": f"Bearer {token}"}

    def _document(self, now: dict[str, Any], rules: list[dict[str, Any]]) -> dict[str, Any]:
        moment = int(time.time())
        return {
            "fmt": "nl-toestemming/1",
            "cid": now["cid"],
            "ver": now["version"] + 1,
            "prev": now["hash"],
            "aud": now["aud"],
            "iat": moment,
            "jti": f"kill-{now['version']}-{moment}",
            "nonce": None,
            "emergency": "allow",
            "notify": {},
            "rules": rules,
        }


FHIR = "application/fhir+json"


@contextmanager
def trial(url: str, folder: Path) -> Iterator[Trial]:
    """A gateway on this database with two systems and a client, running."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    key = folder / "root.key"
    key.write_text(random_root_key())
    base_url = f"http://127.0.0.1:{port}"
    environment = {
        "WD_PROFILE": "demo",
        "WD_DATABASE_URL": url,
        "WD_ROOT_KEY_FILE": str(key),
        "WD_PORT": str(port),
        "WD_BASE_URL": base_url,
        "WD_NOTICES_FILE": str(folder / "notices.jsonl"),
        "WD_ANSWER_STEP_MS": "0",
    }
    database = Database(url)
    upgrade(database)
    database.engine.dispose()
    house = House.build(
        Settings(profile="demo", database_url=url, root_key_file=key, base_url=base_url, answer_step_ms=0)
    )
    keys = {name: SigningKey.generate() for name in SYSTEMS}
    for name, (org, orgtype, domain) in SYSTEMS.items():
        register.organisation(house, Organisation(org, org, orgtype, domain, "Zvw"))  # type: ignore[arg-type]
        jwks = {"keys": [{**keys[name].jwk, "alg": "ES256", "kid": keys[name].thumbprint}]}
        register.connector(house, name, name, org, jwks)
    register.professional(house, READER, "Arts", "huisarts", "praktijk")
    gateway = Gateway(environment, base_url)
    made = Trial(house, gateway, keys, SigningKey.generate(), data.worded(house, GRANT))
    try:
        custody.enrol(house, made.owner, made.device.jwk)
        gateway.start()
        gateway.wait()
        # Systems prove themselves as in life; the tokens of the run are made here, so that a round can begin at once.
        form = assertion_form(base_url, "his", keys["his"])
        httpx.post(f"{base_url}/token", data=form, timeout=30).raise_for_status()
        yield made
    finally:
        gateway.close()
        house.database.engine.dispose()


def run(
    url: str,
    folder: Path,
    rounds: int,
    seed: int,
    kill_database: Callable[[], None] | None = None,
    told: Progress = silent,
) -> Ledger:
    """So many rounds. Raises LostError at the first thing that is lost."""
    chance = random.Random(seed)
    with trial(url, folder) as made:
        for n in range(rounds):
            made.round(chance, kill_database)
            made.check()
            if n % 25 == 24:
                made.check_all()
            told(n + 1, rounds)
        made.check_all()
        return made.ledger


def rows(
    url: str, folder: Path, rounds: int, seed: int, kill_database: Callable[[], None] | None, told: Progress
) -> list[tuple[str, str]]:
    ledger = run(url, folder, rounds, seed, kill_database, told)
    return [
        *((name, f"{count:,}") for name, count in ledger.counts.items()),
        ("deliveries acknowledged, lost", f"{len(ledger.deliveries):,}, 0"),
        ("policies acknowledged, lost", f"{len(ledger.policies):,}, 0"),
    ]


def _until_gone(work: Callable[[], None], failed: list[BaseException]) -> None:
    try:
        work()
    except (httpx.TransportError, httpx.TimeoutException):
        return  # killed while it worked: not acknowledged
    except BaseException as error:  # noqa: BLE001 - told by the thread that waits
        failed.append(error)


def _message(serial: int) -> bytes:
    bsn = next(c["bsn"] for c in development.town()["client"] if c["id"] == CLIENT)
    facts = [
        {
            "resourceType": "Condition",
            "id": f"k{serial}-{n}",
            "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icpc-1-nl", "code": data.CODES[serial % 10]}],
                     "text": f"melding {serial}"},
            "subject": {"reference": "Patient/p"},
            "onsetDateTime": "2025-03-04",
        }
        for n in range(FACTS)
    ]  # fmt: skip
    person = {
        "resourceType": "Patient",
        "id": "p",
        "identifier": [{"system": "http://fhir.nl/fhir/NamingSystem/bsn", "value": bsn}],
        "name": [{"family": "Bakker"}],
        "birthDate": "1950-01-01",
    }
    content = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in (person, *facts)]}
    return json.dumps(content).encode()
