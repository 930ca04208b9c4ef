"""`wijkdossier serve` and `migrate`: run the gateway, bring the schema up to date."""

from __future__ import annotations

import argparse

import uvicorn

from gateway import log, memory
from gateway.auth import development
from gateway.cli.commands import Commands
from gateway.cli.opening import open_house
from gateway.settings import Settings


def add(commands: Commands) -> None:
    serving = commands.add_parser("serve", help="run the gateway")
    serving.set_defaults(run=serve)
    migrating = commands.add_parser("migrate", help="bring the database schema up to date")
    migrating.set_defaults(run=migrate)


def serve(_chosen: argparse.Namespace) -> int:
    """Serve until stopped. Refuses weak durability, a missing key, and the demo profile off loopback."""
    settings = Settings()
    development.refuse_unsafe_start(settings)
    open_house(settings).database.engine.dispose()
    log.start()
    memory.settle()
    # By name: the composition root stands above the command line.
    uvicorn.run(
        "gateway.app:create_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # gateway/api/proxies.py reads them, and must know who made the connection
    )
    return 0


def migrate(_chosen: argparse.Namespace) -> int:
    house = open_house()
    print(f"schema is up to date ({house.database.engine.dialect.name})")
    return 0
