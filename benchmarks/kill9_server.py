"""The gateway as a process that can be killed often: libraries loaded once, a fresh server forked for each line read.

Each line on standard input starts one server with the settings of the environment and writes its process id; it is
the whole gateway as `wijkdossier serve` runs it. What is killed is that process, never this one.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from pathlib import Path

import uvicorn

from benchmarks import data
from gateway.app import create_app
from gateway.settings import Settings


def serve() -> None:
    settings = Settings()
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level="critical", access_log=False)


def warm() -> None:
    """Take one delivery in a house of its own, so that what is loaded on use is loaded before the first fork."""
    with tempfile.TemporaryDirectory() as folder:
        house = data.house(f"sqlite:///{folder}/warm.db", Path(folder))
        data.client_with(house, 2)
        house.database.engine.dispose()


def main() -> int:
    warm()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are of no interest
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            try:
                serve()
            finally:
                os._exit(1)
        print(child, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
