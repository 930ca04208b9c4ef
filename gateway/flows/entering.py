"""Logging in at a provider and coming back: who the provider says it is must be somebody registered here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from gateway.audit import log as audit
from gateway.auth import attempts, development, oidc, providers, sessions
from gateway.auth.oidc import Asked
from gateway.auth.providers import Provider
from gateway.auth.sessions import Proven
from gateway.auth.tables import AttemptRow, SessionRow
from gateway.crypto.primitives import same
from gateway.errors import GatewayError, NotAuthenticated, NotFound, Refused
from gateway.flows import callers, deeds
from gateway.flows.answers import Entered, Entrance, Leaving
from gateway.flows.house import House
from gateway.flows.login import terms
from gateway.identifiers import Bsn, passes_elfproef
from gateway.registry import clients, parties, subjects
from gateway.wire.fetch import Fetcher

# Where a professional begins depends on what their work is here: the page at / knows.
START = {"client": "/mijn", "zorgverlener": "/"}
# The only pages that ask to log in again; anything else in an address would send people wherever it says.
_AGAIN = re.compile(r"/nood/[A-Za-z0-9-]{1,64}")


def entrances(house: House) -> tuple[Entrance, ...]:
    """The login providers somebody can choose here."""
    found = providers.load(house.settings.login_providers).values()
    return tuple(Entrance(one.id, one.name, one.kind) for one in found)


def leave(house: House, provider_id: str, token: str = "", path: str = "") -> Leaving:
    """Begin: where the browser goes. With `path` whoever has the session `token` proves again who they are.

    Raises NotFound for an unknown provider, NotAuthenticated(provider-failed), Refused(login-path).
    """
    provider = providers.provider(house.settings.login_providers, provider_id)
    known = oidc.discover(provider, _outside(house, provider))
    asked = Asked.fresh()
    with house.database.work() as session:
        again_for = _again_for(house, session, provider, token, path) if path else ""
        browser = attempts.keep(session, provider.id, asked, house.now(), again_for=again_for, path=path)
    return Leaving(oidc.address(provider, known, asked, back(house, provider), again=bool(path)), browser)


def arrive(house: House, provider_id: str, browser: str, token: str, said: Mapping[str, str]) -> Entered:
    """The browser is back. Returns a new session; the session `token` that it had is over.

    Raises Refused(login-state, login-refused), NotAuthenticated for whatever does not hold; both are on the log.
    """
    provider = providers.provider(house.settings.login_providers, provider_id)
    try:
        with house.database.work() as session:
            attempt = attempts.take(session, provider.id, said.get("state", ""), browser, house.now())
        claims = _proved(house, provider, attempt, said)
        with house.database.work() as session:
            return _enter(house, session, provider, attempt, claims, token)
    except (Refused, NotAuthenticated) as error:
        with house.database.work() as session:
            audit.append(house.database, session, "login", house.now(), outcome="refused", reason=error.code)
        raise


def link_professional(house: House, provider_id: str, subject: str, professional: str) -> None:
    """Whoever the provider calls this is that professional. Raises NotFound."""
    provider = _linkable(house, provider_id, "zorgverlener")
    with house.database.work() as session:
        if parties.professional(session, professional) is None:
            raise NotFound("professional-unknown", "No such professional is registered")
        _link(house, session, provider, subject, professional)


def link_client(house: House, provider_id: str, subject: str, bsn: Bsn) -> None:
    """Whoever the provider calls this is the client with this BSN. Raises NotFound."""
    provider = _linkable(house, provider_id, "client")
    with house.database.work() as session:
        client = clients.find(session, house.vault, bsn)
        if client is None:
            raise NotFound("client-gone", "This person is not known here")
        _link(house, session, provider, subject, client)


def unlink(house: House, provider_id: str, subject: str) -> None:
    """Raises NotFound when there was no link."""
    with house.database.work() as session:
        if not subjects.unlink(session, house.vault, provider_id, subject):
            raise NotFound("login-unknown", "Nobody was linked to this subject")
        deeds.record(house, session, "login", deeds.OPERATOR, outcome="done", reason="unlinked")


def back(house: House, provider: Provider) -> str:
    """The address a provider must know as ours."""
    return f"{house.settings.base_url}/inloggen/{provider.id}/terug"


def _again_for(house: House, session: Session, provider: Provider, token: str, path: str) -> str:
    row = sessions.find(session, token, house.now(), terms(house))
    if not _AGAIN.fullmatch(path) or row.provider != provider.id:
        raise Refused("login-path", "Logging in again is not asked for there")
    return row.token_hash


def _proved(house: House, provider: Provider, attempt: AttemptRow, said: Mapping[str, str]) -> dict[str, Any]:
    """The claims of whoever logged in at the provider; nothing is held open here while it is asked."""
    outside = _outside(house, provider)
    known = oidc.discover(provider, outside)
    named = said.get("iss")
    if (named is None and known.names_itself) or (named is not None and named != provider.issuer):
        raise Refused("login-state", "The answer is of another provider", mend="begin again")
    if "error" in said or not said.get("code"):
        raise Refused("login-refused", "The provider did not let you in, or you stopped", mend="begin again")
    token = oidc.redeem(provider, known, outside, said["code"], attempt.verifier, back(house, provider), house.now())
    again = bool(attempt.again_for)
    return oidc.believe(provider, known, outside, token, attempt.nonce, house.now(), again=again)


def _enter(
    house: House, session: Session, provider: Provider, attempt: AttemptRow, claims: Mapping[str, Any], token: str
) -> Entered:
    person = _registered(house, session, provider, claims)
    caller = callers.registered(house, session, provider.kind, person)
    if attempt.again_for:
        row = session.get(SessionRow, attempt.again_for)
        if row is None or not same(row.token_hash, sessions.hashed(token)) or row.person != person:
            raise Refused("persona-other", "Only the person of this session can log in again here")
        fresh = sessions.renew(session, row, house.now(), terms(house))
    else:
        sessions.close(session, token)
        fresh = sessions.open_(session, Proven(person, provider.kind, provider.id), house.now(), terms(house))
    deeds.record(house, session, "login", caller, caller.client, outcome="done")
    return Entered(fresh, attempt.path or START[provider.kind])


def _registered(house: House, session: Session, provider: Provider, claims: Mapping[str, Any]) -> str:
    """Who the claims are of. Raises NotAuthenticated(login-unknown) alike for whatever leads to nobody."""
    name = claims.get(provider.person_claim)
    if not isinstance(name, str) or not name:
        raise _unknown()
    if provider.person_is == "bsn":
        found = clients.find(session, house.vault, Bsn(name)) if passes_elfproef(name) else None
    else:
        found = subjects.person(session, house.vault, provider.id, name, provider.kind)
    if found is None:
        raise _unknown()
    if provider.role_claim and provider.kind == "zorgverlener":
        professional = parties.professional(session, found)
        told = claims.get(provider.role_claim)
        if professional is None or professional.role not in (told if isinstance(told, list) else [told]):
            raise NotAuthenticated("login-role", "The provider names another role than you are registered with")
    return found


def _linkable(house: House, provider_id: str, kind: str) -> Provider:
    provider = providers.provider(house.settings.login_providers, provider_id)
    if provider.kind != kind or provider.person_is != "subject":
        raise NotFound("login-unknown", "This provider logs in other people, or knows them by BSN")
    return provider


def _link(house: House, session: Session, provider: Provider, subject: str, person: str) -> None:
    subjects.link(session, house.vault, provider.id, subject, provider.kind, person, house.now())
    client, professional = (person, None) if provider.kind == "client" else (None, person)
    deeds.record(house, session, "login", deeds.OPERATOR, client, person=professional, outcome="done", reason="linked")


def _outside(house: House, provider: Provider) -> Fetcher:
    """A provider is named by the operator, who may also say that it lives within the house."""
    demo = development.allowed(house.settings)
    return Fetcher(private=demo or provider.internal, plain=demo)


def _unknown() -> GatewayError:
    return NotAuthenticated("login-unknown", "Whoever logged in is not registered here", mend="ask the operator")
