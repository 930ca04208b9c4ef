"""Two people whose BSN is sought everywhere afterwards: no log line, address, exception, file or backup holds it.

Every route of the application is asked, by a professional, a client, a care system and nobody, with the BSN where it
belongs and where it does not belong: in the path, the query, a header, a form, JSON and bytes. Then the command line.
What is left behind is searched byte by byte: the database with its WAL, backups opened up, notices, logs, traces.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.testclient import TestClient

from gateway.auth import development
from gateway.cli import main, serve
from gateway.cli.opening import open_house
from gateway.db import Database
from gateway.flows import caseloads, disclose, login, register
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.keys import file as key_file
from gateway.portal.sessions import COOKIE
from gateway.stages.decided import Caller, RoleAt
from tests.builders import people, world
from tests.builders.world import World, bundle, condition, patient
from tests.leaks.test_every_way_out import routes

PERSONA = development.town()["client"][-1]
KNOWN, UNKNOWN = PERSONA["bsn"], "999990019"
CANARIES = (KNOWN, UNKNOWN)
NURSE = Caller("verpleegkundige", "C. Mol", "wijkzorg", "Wijkzorg", "wijkverpleging",
               (RoleAt("wijkverpleegkundige", "wijkzorg"),))  # fmt: skip
ADDRESS = re.compile(rb'(?:href|action|src|hx-get|hx-post|"url"|"fullUrl"|"reference")\s*[=:]\s*"([^"]*)"')
LAST = ("POST /uitloggen",)


@dataclass
class Left:
    """What a run leaves behind besides files: answers that failed, addresses, and the traces of exceptions."""

    refusals: list[tuple[str, bytes]] = field(default_factory=list)
    addresses: list[tuple[str, bytes]] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)
    asked: int = 0


@pytest.fixture
def opened(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A house as the command line opens it."""
    settings = {
        "PROFILE": "demo", "DATABASE_URL": database_url, "ROOT_KEY_FILE": tmp_path / "root.key",
        "NOTICES_FILE": tmp_path / "notices.jsonl", "ANSWER_STEP_MS": 0, "SEARCH_FLOOR_MS": 0,
    }  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(f"WD_{name}", str(value))
    key_file.write_key(tmp_path / "root.key")
    house = open_house()
    yield house
    house.database.engine.dispose()


@pytest.fixture
def town(opened: House) -> World:
    """Both people have a record: one is known here, of the other nothing but a parked message came."""
    made = world.build(opened)
    people.reviewers(made)
    facts = [condition("R95", f"{KNOWN}-c", f"Patient/{KNOWN}"), condition("P76", "c2", f"Patient/{KNOWN}")]
    assert made.send("ecd", bundle(patient(KNOWN, KNOWN), *facts)).status_code == 201
    assert made.send("his", condition("R95", "c9", f"Patient/{UNKNOWN}")).status_code == 202
    register.relation(opened, Bsn(KNOWN), "org:praktijk", "behandelrelatie")
    return made


def test_no_bsn_is_left_behind_anywhere(
    town: World, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    for noisy in ("httpx", "httpcore"):  # the caller's own log, not ours
        logging.getLogger(noisy).setLevel(logging.WARNING)
    left = Left()
    ask_everything(town, left)
    command_line(tmp_path, monkeypatch)
    printed = capsys.readouterr()
    assert left.asked > 800
    assert len(left.traces) > 200
    assert found("log", caplog.text.encode()) == []
    assert found("command line", printed.out.encode() + printed.err.encode()) == []
    assert [name for name, address in left.addresses if found(name, address)] == []
    assert [name for name, body in left.refusals if found(name, body)] == []
    assert [trace for trace in left.traces if found("trace", trace.encode())][:1] == []
    assert [name for path in tmp_path.rglob("*") if path.is_file() for name in found(path.name, path.read_bytes())] == [
        "delivered.json"  # what the sender itself had
    ]
    assert list(backed_up(tmp_path)) == []
    assert found("database", b"".join(database_files(town.house.database))) == []


def found(where: str, data: bytes) -> list[str]:
    return [where for canary in CANARIES if canary.encode() in data]


def test_the_server_writes_no_access_log(opened: House, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr("uvicorn.run", lambda *_given, **named: given.update(named))
    monkeypatch.setattr(logging.getLogger("wijkdossier"), "handlers", [])
    monkeypatch.setattr(logging.getLogger("wijkdossier"), "propagate", True)
    assert main(["serve"]) == 0
    assert given["access_log"] is False
    assert serve.log is not None


def ask_everything(town: World, left: Left) -> None:
    app: Any = town.web.app
    _keep_traces(app, left)
    known = real(town)
    listed = sorted(set(routes(app)) - set(LAST))
    for web, headers, csrf in callers(town):
        for route in [*listed, *LAST]:
            method, template = route.split(" ")
            for names in (known, dict.fromkeys(known, KNOWN)):
                path = re.sub(r"\{(\w+)\}", lambda hit, names=names: names.get(hit[1], KNOWN), template)
                path = f"{path}/{KNOWN}" if path == "/static" else path
                for given in bodies(method, csrf, everywhere=names is not known):
                    answer = web.request(method, path, headers={**headers, **given.pop("headers", {})}, **given)
                    left.asked += 1
                    note(left, route, answer)
                    assert answer.status_code < 500, (route, path, answer.text)


def bodies(method: str, csrf: str, *, everywhere: bool) -> Iterator[dict[str, Any]]:
    """The BSN where it does not belong, in every form of a request."""
    if method in {"GET", "HEAD", "DELETE"}:
        params = {"identifier": f"http://fhir.nl/fhir/NamingSystem/bsn|{KNOWN}", "q": KNOWN, "page": KNOWN}
        yield {"headers": {"User-Agent": KNOWN, "X-Request-Id": KNOWN}, "params": params if everywhere else {}}
        return
    fields = ("bsn", "client", "identifier", "reden", "wie", "partij", "patient", "subject", "pin", "code", "persona")
    yield {"json": {**dict.fromkeys(fields, UNKNOWN), "resourceType": "Patient", "id": KNOWN, "scores": {KNOWN: 1}}}
    if not everywhere:
        yield {"data": {"csrf": csrf, **dict.fromkeys(fields, KNOWN)}}
        body = f"<Patient xmlns='http://hl7.org/fhir'><id value='{KNOWN}'/>".encode()
        yield {"content": body, "headers": {"Content-Type": "application/fhir+xml"}}


def real(town: World) -> dict[str, str]:
    """Names in a path as they truly are, for the professional."""
    house = town.house
    handle = caseloads.my_clients(house, NURSE)[0].handle
    record = disclose.disclose(house, NURSE, handle).items[0]
    return {
        "handle": handle, "type_": record.type, "id_": record.record, "record": record.record, "person": "arts",
        "version": "1", "version_": "1", "meeting": record.record, "asked": record.record, "kid": "x", "mandate": "x",
        "delivery": record.record,
    }  # fmt: skip


def callers(town: World) -> Iterator[tuple[TestClient, dict[str, str], str]]:
    """A browser or a system each, with its headers and the token of its forms."""
    for kind, who in (("zorgverlener", "verpleegkundige"), ("client", PERSONA["id"]), ("system", "ecd"), ("", "")):
        web = TestClient(town.web.app, base_url=town.house.settings.base_url, follow_redirects=False)
        if kind in {"zorgverlener", "client"}:
            token = people.session(town.house, who, kind)
            web.cookies.set(COOKIE, token)
            csrf = login.session(town.house, token).csrf
            yield web, people.headers(town, who, "client" if kind == "client" else "person"), csrf
        else:
            yield web, town.headers(who) if who else {}, ""


def note(left: Left, route: str, answer: Any) -> None:
    left.addresses.append((route, answer.headers.get("location", "").encode()))
    left.addresses += [(route, hit) for hit in ADDRESS.findall(answer.content) if b"NamingSystem/bsn" not in hit]
    if answer.status_code >= 400:
        left.refusals.append((route, answer.content))


def _keep_traces(app: FastAPI, left: Left) -> None:
    """Every exception that ends a request, with all it came from, as it would be printed."""

    def kept(handler: Any) -> Any:
        def keeping(request: Request, error: Exception) -> Any:
            # The framework's own error repeats what the caller put in the address; it is turned into an answer that
            # does not, and is never logged (gateway/api/errors.py: invalid).
            chain: BaseException | None = None if isinstance(error, RequestValidationError) else error
            while chain is not None:
                left.traces.append("".join(traceback.format_exception(type(chain), chain, chain.__traceback__)))
                left.traces.append(repr(chain))
                chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
            return handler(request, error)

        return keeping

    app.exception_handlers = {kind: kept(handler) for kind, handler in app.exception_handlers.items()}
    app.middleware_stack = None


def command_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an operator types, reads and is refused."""
    sample = folder / "delivered.json"
    sample.write_text(json.dumps(bundle(patient(KNOWN, KNOWN), condition("K86", "c3", f"Patient/{KNOWN}"))))
    typed: list[tuple[list[str], str]] = [
        (["ingest", "--subject", KNOWN, "--notices", "--report", str(folder / "report"), str(sample)], ""),
        (["ingest", "--subject", KNOWN[:-1] + "0", str(sample)], ""),
        (["relation", "--party", "org:praktijk", "--kind", "behandelrelatie"], UNKNOWN),
        (["relation", "--party", "org:nergens", "--kind", "behandelrelatie"], KNOWN),
        (["relation", "--party", "org:praktijk", "--kind", "casus"], KNOWN[:-1] + "0"),
        (["quarantine"], ""),
        (["parked"], ""),
        (["replay", KNOWN], ""),
        (["notices"], ""),
        (["erase", "--source", "praktijk", "--by", "beheer", "--reason", "gevraagd"], UNKNOWN),
        (["erase", "--by", "beheer", "--reason", "gevraagd"], "999962230"),
        (["erasures", "--out", str(folder / "erasures.jsonl")], ""),
        (["backup", "--rows", str(folder / "rows.jsonl"), "--keys", str(folder / "keys.jsonl")], ""),
    ]
    for arguments, answered in typed:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{answered}\n"))
        assert main(arguments) in {0, 1}, arguments


def backed_up(folder: Path) -> Iterator[str]:
    """Values of a backup that hold a canary once they are taken out of their base64."""
    for name in ("rows.jsonl", "keys.jsonl"):
        lines = (folder / name).read_text().splitlines()
        assert len(lines) > 2
        for line in lines:
            for table, row in json.loads(line).items():
                for column, value in row.items() if isinstance(row, dict) else ():
                    text = value.get("b64", "") if isinstance(value, dict) else str(value)
                    try:
                        opened = base64.b64decode(text)
                    except ValueError:
                        opened = b""
                    if found(name, text.encode() + opened):
                        yield f"{name}: {table}.{column}"


def database_files(database: Database) -> Iterator[bytes]:
    """Every byte of the database on disk, its write-ahead log among them."""
    if database.sqlite:
        files = list(Path(str(database.url.database)).parent.glob("wijkdossier.db*"))
        assert any(file.name.endswith("-wal") for file in files)
    else:
        with database.engine.connect() as connection:
            where = Path(str(connection.execute(sqlalchemy.text("SHOW data_directory")).scalar()))
            oid = connection.execute(sqlalchemy.text("SELECT oid FROM pg_database WHERE datname = current_database()"))
            own = where / "base" / str(oid.scalar())
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sqlalchemy.text("CHECKPOINT"))
        files = [file for folder in (own, where / "pg_wal") for file in folder.rglob("*") if file.is_file()]
        assert len(files) > 100
    for file in files:
        with suppress(FileNotFoundError):  # a server takes files of its log away meanwhile; what is gone holds nothing
            yield file.read_bytes()
