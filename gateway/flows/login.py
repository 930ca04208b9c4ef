"""Logging in and out: the development login, and the session that every login ends in."""

from __future__ import annotations

from sqlmodel import Session as DbSession

from gateway.auth import development, sessions
from gateway.auth.sessions import Proven, Terms
from gateway.auth.tables import SessionRow
from gateway.consent import registrars
from gateway.errors import NotAuthenticated, Refused
from gateway.flows import callers, deeds
from gateway.flows.answers import Persona, Session
from gateway.flows.house import House
from gateway.stages.decided import Caller


def personas(house: House) -> tuple[Persona, ...]:
    """The fictional people of the development login; empty where it does not exist."""
    if not development.allowed(house.settings):
        return ()
    town = development.town()
    names = {organisation["id"]: organisation["name"] for organisation in town["organisation"]}
    professionals = (
        Persona(p["id"], p["name"], callers.WORK.get(p["role"], p["role"]), names[p["organisation"]], "zorgverlener")
        for p in town["professional"]
    )
    return (*professionals, *(Persona(c["id"], c["name"], "cliënt", "", "client") for c in town["client"]))


def persona(house: House, id_: str) -> Persona:
    """Raises Refused outside the demo, and for somebody who is not one of its people."""
    development.assert_allowed(house.settings)
    found = next((one for one in personas(house) if one.id == id_), None)
    if found is None:
        raise Refused("persona-unknown", "No such persona")
    return found


def terms(house: House) -> Terms:
    return Terms(house.settings.session_idle_minutes, house.settings.session_minutes)


def log_in(house: House, persona_id: str, old: str = "") -> str:
    """Become a persona. Returns the session token; the session of `old` is over. Raises Refused outside the demo."""
    one = persona(house, persona_id)
    with house.database.work() as session:
        caller = callers.of_persona(house, session, one.kind, one.id)
        sessions.close(session, old)
        who_ = Proven(one.id, one.kind, development.PROVIDER)
        token = sessions.open_(session, who_, house.now(), terms(house))
        deeds.record(house, session, "login", caller, caller.client, outcome="done")
    return token


def again(house: House, token: str, person: str) -> str:
    """Log in again within a session, for what is asked of nobody who merely left a screen open.

    In the demo naming oneself is logging in; else the provider must have said it just now. Returns a new session token;
    the old one is over. Raises Refused when it is somebody else, or was too long ago.
    """
    with house.database.work() as session_:
        row = sessions.find(session_, token, house.now(), terms(house))
        caller = _of_session(house, session_, row)
        here = row.provider == development.PROVIDER
        proved = row.person == person and (here or sessions.proved_just_now(row, house.now()))
        fresh = sessions.renew(session_, row, house.now(), terms(house)) if proved else ""
        deeds.record(
            house, session_, "login", caller, caller.client, outcome="done" if proved else "refused", reason="again"
        )
    if not proved:
        raise Refused("persona-other", "Only the person of this session can log in again here")
    return fresh


def session(house: House, token: str | None) -> Session:
    """Whose session this is. Raises NotAuthenticated, TooMany."""
    with house.database.work() as session_:
        row = sessions.find(session_, token, house.now(), terms(house))
        house.count("client" if row.kind == "client" else "person", row.person)
        return Session(
            caller=_of_session(house, session_, row),
            desk=row.kind != "client" and bool(registrars.keys(session_, row.person)),
            csrf=row.csrf,
            ends=terms(house).ends(row),
            provider=row.provider,
            proved=sessions.proved_just_now(row, house.now()),
        )


def log_out(house: House, token: str) -> None:
    with house.database.work() as session_:
        row = sessions.find(session_, token, house.now(), terms(house))
        caller = _of_session(house, session_, row)
        sessions.close(session_, token)
        deeds.record(house, session_, "logout", caller, caller.client)


def _of_session(house: House, session_: DbSession, row: SessionRow) -> Caller:
    """Whose session it is. A session of the development login is nobody's where that login does not exist."""
    if row.provider == development.PROVIDER:
        if not development.allowed(house.settings):
            raise NotAuthenticated("session-ended", "You are not logged in, or were for too long", mend="log in again")
        return callers.of_persona(house, session_, row.kind, row.person)
    return callers.registered(house, session_, row.kind, row.person)
