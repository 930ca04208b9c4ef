"""One handler for every error: OperationOutcome for systems, a page for people; never a stack trace, never a value."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from gateway import log
from gateway.api import headers
from gateway.api.callers import request_id
from gateway.errors import BadInput, Fault, GatewayError, NotFound, TooMany, Unavailable
from gateway.fhir import outcomes
from gateway.wire import json

SYSTEM_PATHS = (
    "/registrar",
    "/fhir",
    "/deliveries",
    "/termijnen",
    "/berichten",
    "/token",
    "/dev/",
    "/consents",
    "/clients",
    "/audit",
    "/review",
    "/tasks",
    "/rectifications",
    "/withholdings",
    "/reports",
    "/health",
    "/.well-known",
)
Page = Callable[[Request, GatewayError], Response]


class MethodNotAllowed(BadInput):
    status = 405
    issue = "not-supported"


def install(app: FastAPI, page: Page) -> None:
    """`page` renders an error for people."""

    def answer(request: Request, error: GatewayError) -> Response:
        if not request.url.path.startswith(SYSTEM_PATHS):
            return _later(page(request, error), error)
        body = json.dumps(outcomes.of_error(error))
        return _later(Response(body, error.status, _challenge(error), media_type="application/fhir+json"), error)

    def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, GatewayError)
        if error.status >= 500:
            log.event("fault", code=error.code, request=request_id(request), route=_route(request), error=None)
            return answer(request, error if isinstance(error, Unavailable) else _fault())
        return answer(request, error)

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 404:
            return answer(request, NotFound("not-found", "Nothing here that you may see"))
        if error.status_code == 405:
            refusal = answer(request, MethodNotAllowed("method-not-allowed", "This address does not take that method"))
            refusal.headers.update(error.headers or {})  # Allow: what it does take
            return refusal
        return answer(request, BadInput("http", "The request cannot be handled"))

    def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        places = [".".join(str(part) for part in found["loc"]) for found in error.errors()]
        return answer(request, BadInput("parameters", "Parameters are missing or malformed", where=", ".join(places)))

    def unexpected(request: Request, error: Exception) -> Response:
        # The type of the exception is all that may be logged: its text could hold content.
        name = type(error).__name__
        log.event("fault", code="unexpected", request=request_id(request), route=_route(request), error=name)
        # This answer leaves outside of what dresses all others.
        return headers.dress(answer(request, _fault()), request.app.state.house.settings)

    app.add_exception_handler(GatewayError, known)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(Exception, unexpected)


def _challenge(error: GatewayError) -> dict[str, str]:
    """What a token lacks, where one is asked for (RFC 6750, section 3)."""
    match error.status, error.code:
        case 401, "token-missing":
            return {"WWW-Authenticate": "Bearer"}
        case 401, _:
            return {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        case 403, "scope":
            return {"WWW-Authenticate": 'Bearer error="insufficient_scope"'}
        case _:
            return {}


def _later(response: Response, error: GatewayError) -> Response:
    if isinstance(error, TooMany | Unavailable):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _fault() -> Fault:
    return Fault("fault", "Something is wrong on our side; nothing was disclosed", mend="tell the operator")


def _route(request: Request) -> str:
    """The route's template, never the address itself: that holds handles."""
    return str(getattr(request.scope.get("route"), "path", "?"))
