"""Access tokens: how a care system gets one, and who one stands for."""

from __future__ import annotations

from sqlmodel import Session

from gateway import log
from gateway.audit import log as audit
from gateway.auth import backend, certificates, development, jwks, scopes
from gateway.errors import BadInput, GatewayError, NotAuthenticated, Refused, Rejected
from gateway.flows import callers, deeds, login, register
from gateway.flows.house import House
from gateway.registry import parties
from gateway.registry.parties import Connector
from gateway.stages.decided import Caller


def connector_token(
    house: House, form: dict[str, str], request: str | None = None, certificate: str = ""
) -> dict[str, object]:
    """The token endpoint for care systems; a refusal is on the log too. `certificate`: thumbprint, "" for none.

    Raises BadInput, NotAuthenticated, Refused, Unavailable(keys-asked).
    """
    try:
        assertion = backend.asked(form)
        read = _ask_for_keys(house, assertion)
        with house.database.work() as session:
            connector = backend.prove(session, assertion, house.settings.audience, house.now(), read=read)
            outcome = _granted(house, session, connector, form.get("scope", ""), request, certificate)
    except NotAuthenticated as error:
        with house.database.work() as session:
            _note_refusal(house, session, error, request)
        raise
    if isinstance(outcome, GatewayError):
        raise outcome
    return outcome


def _granted(
    house: House, session: Session, connector: Connector, scope: str, request: str | None, certificate: str
) -> dict[str, object] | GatewayError:
    """What is answered, on the log. A refusal is handed back: raised it would undo that the assertion is spent.

    One for want of the certificate is raised: who stole the assertion alone does not use it up.
    """
    seconds = 60 * house.settings.token_minutes
    try:
        answer = backend.grant(
            connector, scope, house.signing_key, house.settings.audience, house.now(), seconds, certificate
        )
    except (BadInput, Refused) as error:
        _note_refusal(house, session, error, request)
        return error
    deeds.record(house, session, "token", connector, outcome="done", request=request)
    return answer


def _note_refusal(house: House, session: Session, error: GatewayError, request: str | None) -> None:
    audit.append(
        house.database,
        session,
        "token",
        house.now(),
        via="koppeling",
        outcome="refused",
        reason=error.code,
        request=request,
    )


def _ask_for_keys(house: House, assertion: str) -> bool:
    """Read the keys of the care system again where that is due, and tell whether it was. Between transactions: others
    must not wait for it.
    """
    with house.database.work() as session:
        asked = backend.must_ask(session, assertion, house.now())
    if asked is None:
        return False
    try:
        there = register.outside(house.settings).fetch(asked.jwks_url)
        found = jwks.read(there.document)
    except Rejected as error:
        log.event("keys-not-read", connector=asked.id, code=error.code)
        return True  # the keys we have count on for a while; a new one does not count yet
    with house.database.work() as session:
        parties.save_keys(session, asked.id, found, house.now(), there.lasts)
    return True


def token_for(house: House, persona_id: str) -> str:
    """An access token for a persona, for use with the API in the demo."""
    persona = login.persona(house, persona_id)
    seconds = 60 * house.settings.token_minutes
    subject = f"{'client' if persona.kind == 'client' else 'person'}:{persona.id}"
    with house.database.work() as session:
        caller = callers.of_persona(house, session, persona.kind, persona.id)
        token = backend.issue(house.signing_key, subject, (scopes.READ,), house.settings.audience, house.now(), seconds)
        deeds.record(house, session, "token", caller, caller.client, outcome="done")
    return token


def bearer(house: House, token: str, certificate: str = "") -> Caller:
    """Who an access token stands for. `certificate`: thumbprint of the one it came with. Raises NotAuthenticated,
    TooMany.
    """
    said = backend.presented(
        token, house.signing_key, house.settings.audience, house.now(), 60 * house.settings.token_minutes
    )
    certificates.assert_held(said.certificate, certificate)
    kind, _, id_ = said.subject.partition(":")
    house.count("connector" if kind == "connector" else "client" if kind == "client" else "person", id_)
    with house.database.work() as session:
        if kind == "connector":
            return _system(session, id_, said)
        if not development.allowed(house.settings):
            raise NotAuthenticated("token-claims", "Tokens of the development login are refused here")
        return callers.of_persona(house, session, "client" if kind == "client" else "zorgverlener", id_, said.scopes)


def _system(session: Session, id_: str, said: backend.Presented) -> Caller:
    connector = parties.connector(session, id_)
    if connector is None:
        raise NotAuthenticated("client-unknown", "This system is no longer registered")
    certificates.bind(connector, said.certificate)  # one that was registered or taken away since counts at once
    return callers.of_system(connector, said.scopes)
