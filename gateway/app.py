"""The composition root: the only place that wires settings, house, routes and error handler together."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway import log, portal
from gateway.api import (
    audit,
    auditevents,
    callers,
    consents,
    deliveries,
    errors,
    fhir,
    health,
    registrars,
    review,
    terminology,
    timeline,
    tokens,
    zrm,
)
from gateway.auth import development
from gateway.flows import replay
from gateway.flows.house import House
from gateway.settings import Settings

VERSION = version("wijkdossier")


def create_app(settings: Settings | None = None, house: House | None = None) -> FastAPI:
    """The whole gateway as one ASGI application. Raises Fault when it must not start."""
    settings = settings or (house.settings if house else Settings())
    development.refuse_unsafe_start(settings)
    built = house or House.build(settings)

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        log.event("started", profile=settings.profile, database=built.database.engine.dialect.name, version=VERSION)
        await run_in_threadpool(replay.resume, built)
        yield
        built.database.engine.dispose()

    app = FastAPI(title="wijkdossier", version=VERSION, lifespan=life, docs_url=None, redoc_url=None)
    app.state.house = built
    for module in (
        *(tokens, deliveries, consents, registrars, auditevents, terminology, fhir),
        *(review, zrm, timeline, audit, health),
    ):
        app.include_router(module.router)
    portal.mount(app)
    errors.install(app, portal.error_page)
    app.middleware("http")(_observe)
    return app


async def _observe(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    """One log line a request: route template, status, time; no address, no caller."""
    begun = time.perf_counter()
    id_ = callers.request_id(request)
    response = await call(request)
    response.headers["X-Request-Id"] = id_
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    log.event(
        "request",
        method=request.method,
        route=str(getattr(request.scope.get("route"), "path", "?")),
        status=response.status_code,
        request=id_,
        ms=round(1000 * (time.perf_counter() - begun), 1),
    )
    return response
