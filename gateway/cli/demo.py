"""`wijkdossier demo`: the main job on realistic data. A fictional town sends its messages through the API, clients
sign who may see what with keys of their own, and the pages are there to look at."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import httpx
import uvicorn

from gateway import memory
from gateway.cli import demo_consents, demo_withheld
from gateway.cli.commands import Commands
from gateway.cli.demo_senders import Senders
from gateway.cli.opening import open_house
from gateway.demo import run as demo_run
from gateway.demo.stories import all_messages
from gateway.demo.withheld import withheld
from gateway.errors import Conflict, Fault
from gateway.flows import register
from gateway.settings import Settings

FOLDER = Path("var/demo")


def add(commands: Commands) -> None:
    demo = commands.add_parser("demo", help="fill an embedded database with a fictional town and serve it")
    demo.add_argument("--keep", action="store_true", help="go on with what an earlier run left, instead of afresh")
    demo.add_argument("--once", action="store_true", help="fill, print and stop, instead of serving on")
    demo.add_argument("--port", type=int, default=8600)
    demo.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Build, serve, send, sign, print; then serve until Ctrl-C. Exit 1 when a message got another answer than told."""
    settings = _settings(chosen.port, keep=chosen.keep)
    house = open_house(settings)
    senders = Senders.make()
    register.town(house, senders.jwks)
    house.database.engine.dispose()
    surprises = 0
    with _serving(settings), httpx.Client(base_url=settings.base_url, timeout=60) as web:
        if chosen.keep and demo_consents.anything_there(web):
            print("going on with the town as it was")
        else:
            surprises = _fill(web, senders, house.today())
        _tell(settings)
        if not chosen.once:
            _wait()
    return 1 if surprises else 0


def _fill(web: httpx.Client, senders: Senders, today: date) -> int:
    begun = time.monotonic()
    messages = all_messages(today)
    report = demo_run.send(web, lambda connector: senders.token(web, connector), messages, _progress)
    print()
    print(f"{len(messages)} messages sent in {time.monotonic() - begun:.0f} s: {report.summary()}")
    for surprise in report.surprises:
        print(f"  not as expected: {surprise}")
    signed = demo_consents.sign_all(web)
    print(f"{signed} policies signed by clients with their own keys")
    held = demo_withheld.withhold_all(web, withheld(today))
    print(f"{held} note withheld from its client by who wrote it, with a ground and a day of review")
    return len(report.surprises)


def _settings(port: int, *, keep: bool) -> Settings:
    """The demo's own database and key; also put in the environment, where the served application reads them."""
    if not keep and FOLDER.exists():
        for left in FOLDER.glob("wijkdossier.*"):
            left.unlink()
    chosen = {
        "WD_PROFILE": "demo",
        "WD_DATABASE_URL": f"sqlite:///{FOLDER}/wijkdossier.db",
        "WD_ROOT_KEY_FILE": str(FOLDER / "wijkdossier.key"),
        "WD_HOST": "127.0.0.1",
        "WD_PORT": str(port),
        "WD_BASE_URL": f"http://127.0.0.1:{port}",
    }
    os.environ.update(chosen)
    return Settings()


@contextmanager
def _serving(settings: Settings) -> Iterator[None]:
    """The gateway in a thread, up when this is entered and down when it is left."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    events = logging.FileHandler(FOLDER / "wijkdossier.log", encoding="utf-8")
    events.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("wijkdossier")
    logger.handlers, logger.propagate = [events], False
    logger.setLevel(logging.INFO)
    config = uvicorn.Config(
        "gateway.app:create_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    _assert_free(settings)
    memory.settle()
    thread.start()
    try:
        while not server.started:
            if not thread.is_alive():
                raise Fault("demo-start", "The gateway did not start", mend=f"see {FOLDER}/wijkdossier.log")
            time.sleep(0.05)
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        events.close()


def _assert_free(settings: Settings) -> None:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            raise Conflict(
                "port-in-use", f"Port {settings.port} is in use", mend="wijkdossier demo --port 8700"
            ) from None


def _progress(text: str) -> None:
    """One updating line on a terminal, a line now and then elsewhere."""
    if sys.stdout.isatty():
        print(f"\r{text:<78}", end="", flush=True)
    elif text.startswith(("1/", "50/", "100/", "150/", "200/")):
        print(text, flush=True)


def _tell(settings: Settings) -> None:
    print(f"""
Look here:
  people         {settings.base_url}/inloggen       choose who to be: GP, nurse, Wmo consultant, client …
  professional   {settings.base_url}/clienten       my clients, timeline, meeting
  client         {settings.base_url}/mijn           who may see what, stop sharing, who looked
  withheld       {settings.base_url}/mijn/achtergehouden  as Jannie de Boer; as Hanneke Terpstra /achtergehouden
  desk           {settings.base_url}/balie          for people without a phone: keys, PIN, paper
  operator       {settings.base_url}/beheer/koppelingen  how care systems are doing, what was refused
  systems        {settings.base_url}/fhir/metadata  what the FHIR side can do
""")
    demo_consents.tell_personas(settings.base_url)


def _wait() -> None:
    print("serving; Ctrl-C stops it", flush=True)
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        print("\nstopping")
