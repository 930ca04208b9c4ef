"""The operator's command line: `wijkdossier COMMAND`; docs/operations.md explains every command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from gateway.cli import (
    audit,
    bericht,
    deciders,
    demo,
    envelop,
    ingest,
    keys,
    logins,
    operate,
    safekeeping,
    serve,
    tarief,
    termijnen,
    terminology,
)
from gateway.errors import GatewayError

MODULES = (
    *(serve, demo, ingest, operate, logins, keys, safekeeping, audit),
    *(terminology, tarief, envelop, termijnen, bericht, deciders),
)


def parser() -> argparse.ArgumentParser:
    """The whole grammar of the command line."""
    made = argparse.ArgumentParser(prog="wijkdossier", description="Interoperability gateway and shared care record")
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in MODULES:
        module.add(commands)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit 0: done; 1: it found or met something wrong; 2: wrong usage; 130: interrupted."""
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except GatewayError as error:
        print(f"wijkdossier: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nwijkdossier: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0
