"""Logging in and out, and who a session or token stands for."""

from __future__ import annotations

from sqlmodel import Session as DbSession

from gateway import log
from gateway.audit import log as audit
from gateway.auth import backend, certificates, development, jwks, scopes, sessions
from gateway.auth.sessions import Proven, Terms
from gateway.auth.tables import SessionRow
from gateway.consent import registrars
from gateway.errors import NotAuthenticated, Refused, Rejected
from gateway.flows import deeds, register
from gateway.flows.answers import Persona, Session
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import basedata, clients, parties
from gateway.registry.names import display_name
from gateway.registry.parties import Connector
from gateway.stages.decided import Caller, RoleAt

WORK = {
    "huisarts": "huisarts",
    "wijkverpleegkundige": "wijkverpleegkundige",
    "verzorgende": "verzorgende",
    "wmo-consulent": "Wmo-consulent",
    "jeugdprofessional": "jeugdhulpverlener",
    "jeugdarts": "jeugdarts",
    "mantelzorger": "mantelzorger",
    "regisseur": "regisseur",
    "arrangeur": "arrangeur",
    "privacy-officer": "privacy officer",
    "terminologiebeheerder": "terminologiebeheerder",
    "operator": "beheerder",
    "baliemedewerker": "baliemedewerker",
}


def personas(house: House) -> tuple[Persona, ...]:
    """The fictional people of the development login; empty where it does not exist."""
    if not development.allowed(house.settings):
        return ()
    town = development.town()
    names = {organisation["id"]: organisation["name"] for organisation in town["organisation"]}
    professionals = (
        Persona(p["id"], p["name"], WORK.get(p["role"], p["role"]), names[p["organisation"]], "zorgverlener")
        for p in town["professional"]
    )
    return (*professionals, *(Persona(c["id"], c["name"], "cliënt", "", "client") for c in town["client"]))


def terms(house: House) -> Terms:
    return Terms(house.settings.session_idle_minutes, house.settings.session_minutes)


def log_in(house: House, persona_id: str, old: str = "") -> str:
    """Become a persona. Returns the session token; the session of `old` is over. Raises Refused outside the demo."""
    development.assert_allowed(house.settings)
    persona = next((p for p in personas(house) if p.id == persona_id), None)
    if persona is None:
        raise Refused("persona-unknown", "No such persona")
    with house.database.work() as session:
        caller = _caller(house, session, persona.kind, persona.id)
        sessions.close(session, old)
        who_ = Proven(persona.id, persona.kind, development.PROVIDER)
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


def token_for(house: House, persona_id: str) -> str:
    """An access token for a persona, for use with the API in the demo."""
    development.assert_allowed(house.settings)
    persona = next((p for p in personas(house) if p.id == persona_id), None)
    if persona is None:
        raise Refused("persona-unknown", "No such persona")
    seconds = 60 * house.settings.token_minutes
    subject = f"{'client' if persona.kind == 'client' else 'person'}:{persona.id}"
    with house.database.work() as session_:
        caller = _caller(house, session_, persona.kind, persona.id)
        token = backend.issue(house.signing_key, subject, (scopes.READ,), house.settings.audience, house.now(), seconds)
        deeds.record(house, session_, "token", caller, caller.client, outcome="done")
    return token


def connector_token(
    house: House, form: dict[str, str], request: str | None = None, certificate: str = ""
) -> dict[str, object]:
    """The token endpoint for care systems; a refusal is on the log too. `certificate`: thumbprint, "" for none."""
    try:
        _ask_for_keys(house, form.get("client_assertion", ""))
        with house.database.work() as session_:
            connector, answer = backend.exchange(
                session_,
                form,
                house.signing_key,
                house.settings.audience,
                house.now(),
                60 * house.settings.token_minutes,
                certificate,
            )
            deeds.record(house, session_, "token", connector, outcome="done", request=request)
            return answer
    except (NotAuthenticated, Refused) as error:
        with house.database.work() as session_:
            audit.append(
                house.database,
                session_,
                "token",
                house.now(),
                via="koppeling",
                outcome="refused",
                reason=error.code,
                request=request,
            )
        raise


def _ask_for_keys(house: House, assertion: str) -> None:
    """Read the keys of the care system again where that is due. Between transactions: others must not wait for it."""
    with house.database.work() as session_:
        asked = backend.must_ask(session_, assertion, house.now())
    if asked is None:
        return
    try:
        found = jwks.read(register.outside(house.settings).get(asked.jwks_url))
    except Rejected as error:
        log.event("keys-not-read", connector=asked.id, code=error.code)
        return  # the keys we have count on for a while; a new one does not count yet
    with house.database.work() as session_:
        parties.save_keys(session_, asked.id, found, house.now())


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
    with house.database.work() as session_:
        if kind == "connector":
            return _system(session_, id_, said)
        if not development.allowed(house.settings):
            raise NotAuthenticated("token-claims", "Tokens of the development login are refused here")
        return _caller(house, session_, "client" if kind == "client" else "zorgverlener", id_, said.scopes)


def _system(session_: DbSession, id_: str, said: backend.Presented) -> Caller:
    connector = parties.connector(session_, id_)
    if connector is None:
        raise NotAuthenticated("client-unknown", "This system is no longer registered")
    certificates.bind(connector, said.certificate)  # one that was registered or taken away since counts at once
    return as_system(connector, said.scopes)


def as_system(connector: Connector, granted: tuple[str, ...] = ()) -> Caller:
    """A care system as a caller: it acts for its organisation and for nobody in person."""
    organisation = connector.organisation
    return Caller(
        person=None,
        name=connector.name,
        org=organisation.id,
        org_name=organisation.name,
        orgtype=organisation.orgtype,
        connector=connector.id,
        via="koppeling",
        scopes=granted,
    )


def _of_session(house: House, session_: DbSession, row: SessionRow) -> Caller:
    """Whose session it is. A session of the development login is nobody's where that login does not exist."""
    if row.provider == development.PROVIDER:
        if not development.allowed(house.settings):
            raise NotAuthenticated("session-ended", "You are not logged in, or were for too long", mend="log in again")
        return _caller(house, session_, row.kind, row.person)
    return caller_of(house, session_, row.kind, row.person)


def caller_of(house: House, session: DbSession, kind: str, id_: str) -> Caller:
    """A registered professional, or a client by id, as somebody who asks. Raises NotAuthenticated for nobody."""
    if kind != "client":
        return _professional(session, id_)
    if not clients.exists(session, id_):
        raise NotAuthenticated("client-gone", "This person is not known here")
    patient, _remarks = basedata.leading(session, house.keyring, id_)
    return Caller(person=id_, name=display_name(patient), org=None, org_name=None, orgtype=None, client=id_)


def _professional(session_: DbSession, id_: str, granted: tuple[str, ...] = ()) -> Caller:
    professional = parties.professional(session_, id_)
    if professional is None:
        raise NotAuthenticated("persona-unknown", "This person is not registered")
    return of_professional(professional, granted)


def _caller(house: House, session_: DbSession, kind: str, id_: str, granted: tuple[str, ...] = ()) -> Caller:
    if kind == "client":
        persona = next((c for c in development.town()["client"] if c["id"] == id_), None)
        if persona is None:
            raise NotAuthenticated("persona-unknown", "No such persona")
        client = clients.find_or_make(session_, house.vault, Bsn(persona["bsn"]), house.now())
        return Caller(
            person=client,
            name=persona["name"],
            org=None,
            org_name=None,
            orgtype=None,
            client=client,
            scopes=granted,
        )
    return _professional(session_, id_, granted)


def of_professional(professional: parties.Professional, granted: tuple[str, ...] = ()) -> Caller:
    """A registered professional as somebody who asks: who they are when they log in, and in whose eyes to look."""
    organisation = professional.organisation
    return Caller(
        person=professional.id,
        name=professional.name,
        org=organisation.id,
        org_name=organisation.name,
        orgtype=organisation.orgtype,
        roles=(RoleAt(professional.role, organisation.id),),
        scopes=granted,
    )
