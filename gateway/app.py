"""The composition root: the only place that wires settings, house, routes and error handler together."""

from __future__ import annotations

import asyncio
import math
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import Depends, FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway import log, portal
from gateway.api import (
    audit,
    auditevents,
    berichten,
    callers,
    consent_keys,
    consents,
    deliveries,
    download,
    errors,
    fhir,
    headers,
    heads,
    health,
    mandates,
    proxies,
    rectifications,
    registrars,
    reports,
    requests,
    review,
    termijnen,
    terminology,
    timeline,
    tokens,
    withholdings,
    zrm,
)
from gateway.auth import development, providers
from gateway.flows import notify, replay
from gateway.flows.house import House
from gateway.notices import notifier
from gateway.settings import Settings
from gateway.wire import text

VERSION = version("wijkdossier")
NOT_OF_PEOPLE = (
    "/static",
    "/health",
    "/fhir/metadata",
    "/fhir/.well-known",
    "/.well-known",
    "/audit",
    "/deliveries",
    "/reports",
    "/termijnen",
    "/berichten",
    "/token",
    "/inloggen",
)


def create_app(settings: Settings | None = None, house: House | None = None) -> FastAPI:
    """The whole gateway as one ASGI application. Raises Fault when it must not start."""
    settings = settings or (house.settings if house else Settings())
    development.refuse_unsafe_start(settings)
    providers.load(settings.login_providers)
    in_front = proxies.configured(settings)
    built = house or House.build(settings)

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        log.event("started", profile=settings.profile, database=built.database.engine.dialect.name, version=VERSION)
        await run_in_threadpool(replay.resume, built)
        worker = notify.Worker(built, notifier.from_settings(built.settings))
        worker.start()
        yield
        await run_in_threadpool(worker.stop)
        built.database.engine.dispose()

    app = FastAPI(
        title="wijkdossier",
        version=VERSION,
        lifespan=life,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # gateway/api/requests.py
        dependencies=[Depends(_readable)],
    )
    app.state.house = built
    for module in (
        *(tokens, deliveries, reports, termijnen, berichten, consents, consent_keys, mandates, registrars),
        *(auditevents, terminology, fhir, review, zrm, timeline, download, rectifications, withholdings, audit, health),
    ):
        app.include_router(module.router)
    portal.mount(app)
    errors.install(app, portal.error_page)
    app.middleware("http")(_observe)
    app.add_middleware(heads.Heads)
    app.add_middleware(proxies.Doorway, proxies=in_front)
    app.add_middleware(requests.Unambiguous)
    return app


async def _readable(request: Request) -> None:
    """Of every address, before anything of it is looked for. Raises BadInput: text-nul, proxy-header."""
    text.assert_characters((request.url.path, *(part for pair in request.query_params.multi_items() for part in pair)))
    text.assert_characters(request.path_params.values())
    proxies.certificate(request)


async def _observe(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    """One log line a request: route template, status, time; no address, no caller."""
    begun = time.perf_counter()
    id_ = callers.request_id(request)
    response = await call(request)
    await _even_out(request, begun)
    response.headers["X-Request-Id"] = id_
    headers.dress(response, request.app.state.house.settings)
    log.event(
        "request",
        method=request.method,
        route=str(getattr(request.scope.get("route"), "path", "?")),
        status=response.status_code,
        request=id_,
        ms=round(1000 * (time.perf_counter() - begun), 1),
    )
    return response


async def _even_out(request: Request, begun: float) -> None:
    """Wait for a multiple of a step, after a delay by chance: what is hidden costs far less than a step to pass over.

    A chance of a step in front makes the edge of a step no better a place to look than its middle
    (docs/decisions/0057-time-tells-little.md).
    """
    step: float = request.app.state.house.settings.answer_step_ms / 1000
    if step <= 0 or request.url.path.startswith(NOT_OF_PEOPLE):
        return
    taken = time.perf_counter() - begun + step * secrets.randbelow(1000) / 1000
    await asyncio.sleep(step * math.ceil(taken / step) - (time.perf_counter() - begun))
