"""From a request to who is calling: the bearer token and nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.openapi.models import OAuthFlowClientCredentials, OAuthFlows
from fastapi.security import OAuth2

from gateway.api import proxies
from gateway.auth import rates, scopes
from gateway.errors import NotAuthenticated, Refused
from gateway.flows import register, tokens
from gateway.flows.house import House
from gateway.registry.parties import Connector
from gateway.stages.decided import Caller

# Said in the OpenAPI document of every route that asks for a token; who calls is found out by `caller` alone.
BACKEND_SERVICES = OAuth2(
    scheme_name="backend-services",
    description="SMART Backend Services: a bearer token of POST /token, got with a signed client_assertion",
    flows=OAuthFlows(clientCredentials=OAuthFlowClientCredentials(tokenUrl="/token", scopes={})),
    auto_error=False,
)


def house(request: Request) -> House:
    found: House = request.app.state.house
    return found


def request_id(request: Request) -> str:
    """Our own id of this request, for the log and the audit entry."""
    known = getattr(request.state, "request_id", None)
    if known is None:
        known = request.state.request_id = str(uuid.uuid4())
    return str(known)


def address(request: Request) -> str:
    """Where a request comes from, to count by and nothing else: it is in no log."""
    return rates.place(request.client.host) if request.client else ""


def caller(request: Request, _said: Annotated[str | None, Security(BACKEND_SERVICES)]) -> Caller:
    """Raises NotAuthenticated without a valid bearer token, and for two of them: those could be two callers."""
    given = request.headers.getlist("authorization")
    kind, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    if kind.lower() != "bearer" or not token:
        raise NotAuthenticated("token-missing", "A bearer token is needed", mend="get one at POST /token")
    return tokens.bearer(house(request), token.strip(), proxies.certificate(request))


Who = Annotated[Caller, Depends(caller)]


def connector(request: Request, who: Who) -> Connector:
    """The care system that calls, with the right to deliver."""
    found = register.connector_by_id(house(request), who.connector) if who.connector else None
    if found is None:
        raise Refused("not-a-system", "Only a registered care system can deliver")
    if not scopes.permits(who.scopes, "deliveries", "c"):
        raise Refused("scope", f"The token lacks the scope {scopes.DELIVER}")
    return found


def searching(type_: str) -> Callable[[Caller], Caller]:
    """Who may search all of a type; `*`: what is made of all types at once cannot be narrowed to some of them."""

    def allowed(who: Who) -> Caller:
        if not scopes.permits(who.scopes, type_, "s"):
            raise Refused("scope", f"The token lacks a scope such as system/{type_}.s")
        return who

    return allowed


InHouse = Annotated[House, Depends(house)]
WhoOfAll = Annotated[Caller, Depends(searching("*"))]
WhoOfPeople = Annotated[Caller, Depends(searching("Patient"))]
System = Annotated[Connector, Depends(connector)]
RequestId = Annotated[str, Depends(request_id)]
