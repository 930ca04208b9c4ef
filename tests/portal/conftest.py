"""A portal to ask, as a test client and as an address a browser can open."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, sync_playwright

from gateway.portal.sessions import COOKIE
from tests.portal import site
from tests.portal.chromium import ARGUMENTS, CHROMIUM
from tests.portal.site import Calls


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> tuple[FastAPI, Calls]:
    return site.make(monkeypatch)


@pytest.fixture
def calls(made: tuple[FastAPI, Calls]) -> Calls:
    return made[1]


@pytest.fixture
def anonymous(made: tuple[FastAPI, Calls]) -> TestClient:
    return TestClient(made[0], follow_redirects=False)


@pytest.fixture
def pro(made: tuple[FastAPI, Calls]) -> TestClient:
    return TestClient(made[0], follow_redirects=False, cookies={COOKIE: "pro"})


@pytest.fixture
def client(made: tuple[FastAPI, Calls]) -> TestClient:
    return TestClient(made[0], follow_redirects=False, cookies={COOKIE: "client"})


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium of this machine; the tests of its pages skip by name where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser here ({CHROMIUM})")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(app: FastAPI, port: int | None = None) -> Iterator[str]:
    port = port or free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    """Address of the portal with made-up answers; a scenario may give the address of a whole gateway instead."""
    with pytest.MonkeyPatch.context() as patch, serving(site.make(patch)[0]) as address:
        yield address
