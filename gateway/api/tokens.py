"""POST /token: SMART Backend Services for care systems; and, in the demo only, tokens for the personas."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway.api import proxies
from gateway.api.answers import as_json
from gateway.api.bodies import fields
from gateway.api.callers import InHouse, RequestId, address
from gateway.api.described import ASSERTION, TOKEN_ANSWERS
from gateway.auth import jwks, scopes
from gateway.errors import BadInput, GatewayError
from gateway.flows import tokens

router = APIRouter(tags=["tokens"])
# What an error_description may not hold (RFC 6749, section 5.2).
_NOT_SAID = re.compile(r"[^ !#-\[\]-~]")
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@router.post("/token", responses=TOKEN_ANSWERS, openapi_extra=ASSERTION)
async def token(request: Request, house: InHouse, request_id: RequestId) -> Response:
    """Exchange a signed client assertion for a token of a few minutes. Errors as RFC 6749 section 5.2 has them."""
    house.count("token", address(request))
    try:
        form = await _form(request)
        certificate = proxies.certificate(request)
        answer = await run_in_threadpool(tokens.connector_token, house, form, request_id, certificate)
    except GatewayError as error:
        if error.status >= 500 or error.status == 429:
            raise
        told = {"error": _oauth(error), "error_description": _NOT_SAID.sub("?", str(error))}
        return as_json(told, 401 if error.status == 401 else 400, {**NO_STORE, **_challenge(request, error)})
    return as_json(answer, 200, NO_STORE)


@router.post("/dev/token")
async def development_token(request: Request, house: InHouse) -> Response:
    """A token for a persona of the development login; refused outside the demo profile."""
    form = await _form(request)
    issued = await run_in_threadpool(tokens.token_for, house, form.get("persona", ""))
    return as_json({"access_token": issued, "token_type": "bearer"}, 200, NO_STORE)


@router.get("/fhir/.well-known/smart-configuration")
@router.get("/.well-known/smart-configuration", include_in_schema=False)
def smart_configuration(house: InHouse) -> Response:
    """What a SMART client needs to find the token endpoint: beside the FHIR base, as SMART has it, and at the root."""
    value = {
        "token_endpoint": house.settings.audience,
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": list(jwks.CONNECTORS),
        "scopes_supported": list(scopes.DEFAULT),
        # RFC 8705, section 3.3: of care systems that were registered with their certificate.
        "tls_client_certificate_bound_access_tokens": bool(house.settings.client_cert_header),
        # Every server must tell this one (SMART App Launch 2.2, conformance); nothing here logs people in for an app.
        "code_challenge_methods_supported": ["S256"],
        "capabilities": ["client-confidential-asymmetric", "permission-v2"],
    }
    return as_json(value)


async def _form(request: Request) -> dict[str, str]:
    pairs = await fields(request, 20)
    if pairs is None:
        raise BadInput("invalid-request", "The form must be application/x-www-form-urlencoded, of at most 20 fields")
    form = dict(pairs)
    if len(form) != len(pairs):
        raise BadInput("invalid-request", "A form field occurs twice")
    return form


def _oauth(error: GatewayError) -> str:
    if error.code in {"invalid-scope", "unsupported-grant-type"}:
        return error.code.replace("-", "_")
    return "invalid_client" if error.status == 401 else "invalid_request"


def _challenge(request: Request, error: GatewayError) -> dict[str, str]:
    """Who tried to prove who they are in a header is told so in one (RFC 6749, section 5.2), though none works here."""
    tried = error.status == 401 and request.headers.get("authorization", "").lower().startswith("basic ")
    return {"WWW-Authenticate": 'Basic realm="token"'} if tried else {}
