"""The flows that need papers signed by others, prepared to be broken step by step in test_audit_first.py.

Each prepares everything up to the last step (outside the faults) and gives that step. Where a wait must be over, it
runs in the same house some days later.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from gateway.auth import scopes
from gateway.consent import objects, signature
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import b64url, random_token
from gateway.flows import (
    at_chair,
    at_table,
    authority_cases,
    callers,
    confirming,
    consents_in,
    custody,
    delegated,
    desk,
    desk_behalf,
    desk_pin,
    desk_signing,
    emergency,
    entering,
    entrusting,
    goals,
    ingest,
    istandaarden_termijnen,
    lapsing,
    login,
    mandates,
    meet,
    proposals,
    reading,
    recovery,
    register,
    rejections,
    replacing,
    reporting,
    representation,
    reviewing,
    selfscores,
    steward,
    visits,
)
from gateway.flows.acting import Under
from gateway.flows.confirming import Said
from gateway.flows.house import House
from gateway.flows.reviewing import Wanted
from gateway.flows.wishes import Grant
from gateway.identifiers import Bsn
from gateway.registry import clients
from gateway.stages.decided import Caller, RoleAt
from tests.builders import people
from tests.builders.consents import action, actor, consent
from tests.builders.said import said
from tests.builders.world import BSN, bundle, patient

if TYPE_CHECKING:
    from tests.scenarios.test_audit_first import Stage

Run = Callable[[], Any]
CHILD, MOTHER, FATHER, FRIEND, SCORED = "999990019", "999911624", "999998778", "999900018", "999941197"
WAITING, YOUNG = "999942621", "999973496"  # nothing is delivered about these
BALIE = Caller("balie", "F. Das", "gemeente", "Gemeente", "gemeente", (RoleAt("wmo-consulent", "gemeente"),))
CONSULENT = replace(BALIE, person="consulent", name="D. Das", scopes=(scopes.READ,))
OPERATOR = replace(BALIE, person="beheerder", name="O. Tter", roles=(RoleAt("operator", "gemeente"),))
REVIEWER = replace(BALIE, person="beoordelaar", name="R. Eiger", roles=(RoleAt(reviewing.REVIEWER, "gemeente"),))


def later(house: House, **by: float) -> House:
    """The same house, that much later."""
    return replace(house, now=lambda: datetime.now(UTC) + timedelta(**by))


def person(house: House, bsn: str) -> Caller:
    with house.database.work() as session:
        id_ = clients.find_or_make(session, house.vault, Bsn(bsn), house.now())
    return Caller(id_, "x", None, None, None, client=id_)


def enrolled(house: House, caller: Caller) -> SigningKey:
    key = SigningKey.generate()
    custody.enrol(house, caller, key.jwk)
    return key


def state(house: House, typ: str, key: SigningKey, **members: Any) -> str:
    """A signed object beside the policy."""
    common = {"aud": house.settings.base_url, "iat": int(house.now().timestamp()), "jti": random_token(12)}
    return objects.sign(typ, {**common, **members}, key)


def signed(house: House, caller: Caller, key: SigningKey, *rules: dict[str, Any]) -> str:
    """The client's next policy with these rules."""
    now, moment = steward.current(house, caller), int(house.now().timestamp())
    document = {
        "fmt": "nl-toestemming/1", "cid": now.client, "ver": now.version + 1, "prev": now.prev,
        "aud": house.settings.base_url, "iat": moment, "jti": random_token(12), "nonce": None, "emergency": "allow",
        "notify": {}, "rules": said(house, rules),
    }  # fmt: skip
    return signature.sign_policy(document, key)


def at_the_desk(s: Stage) -> SigningKey:
    register.professional(s.house, "balie", "F. Das", "wmo-consulent", "gemeente")
    key = SigningKey.generate()
    desk.register(s.house, "balie", key.jwk)
    return key


def binding(s: Stage, registrar: SigningKey, client: str, jwk: dict[str, str], tier: str) -> str:
    members = {"cid": client, "holder": client, "jwk": jwk, "form": "jws", "tier": tier, "assurance": "balie"}
    return state(s.house, objects.BINDING, registrar, fmt="nl-sleutelbinding/1", registrar="balie", **members)


def mandate(house: House, by: Caller, key: SigningKey, delegate: str) -> str:
    moment = int(house.now().timestamp())
    rule = {"id": "1", "text": "x", "effect": "permit", "who": {"kind": "any"}, "what": {"domain": ["wijkverpleging"]}}
    return state(
        house, objects.MANDATE, key, fmt="nl-machtiging/1", cid=by.client, delegate=delegate,
        jwk=SigningKey.generate().jwk, nbf=moment, exp=moment + 30 * 24 * 3600, text="Vriend mag dit.", scope=[rule],
    )  # fmt: skip


def _find(s: Stage) -> Run:
    at_the_desk(s)
    return lambda: desk.find(s.house, BALIE, Bsn(CHILD))


def _bind(s: Stage) -> Run:
    registrar, client = at_the_desk(s), person(s.house, FRIEND)
    token = binding(s, registrar, str(client.client), SigningKey.generate().jwk, "A")
    return lambda: desk.bind(s.house, BALIE, token)


def _paper(s: Stage) -> Run:
    registrar, client = at_the_desk(s), person(s.house, MOTHER)
    desk.bind(s.house, BALIE, binding(s, registrar, str(client.client), registrar.jwk, "D"))
    narrow = {
        "effect": "permit",
        "who": {"kind": "person", "id": "arts"},
        "what": {"domain": ["wijkverpleging"]},
        "how": ["see"],
        "exp": int((s.house.now() + timedelta(days=90)).timestamp()),
    }
    token = signed(s.house, client, registrar, narrow)
    return lambda: desk.paper(s.house, BALIE, token)


def _to_sign_paper(s: Stage) -> Run:
    registrar, client = at_the_desk(s), person(s.house, MOTHER)
    desk.bind(s.house, BALIE, binding(s, registrar, str(client.client), registrar.jwk, "D"))
    until = s.house.today() + timedelta(days=9)
    grant = Grant("person:arts", what=("wijkverpleging",), contact_only=False, until=until)
    return lambda: desk_signing.paper(s.house, BALIE, str(client.client), registrar.thumbprint, grant)


def _choose_pin(s: Stage) -> Run:
    at_the_desk(s)
    client = str(person(s.house, FATHER).client)
    return lambda: desk.choose_pin(s.house, BALIE, client, "13579")


def _share_at_the_desk(s: Stage) -> Run:
    at_the_desk(s)
    client = str(person(s.house, FATHER).client)
    desk.choose_pin(s.house, BALIE, client, "13579")
    until = s.house.today() + timedelta(days=9)
    grant = Grant("person:arts", what=("wijkverpleging",), contact_only=False, until=until)
    return lambda: desk_pin.share(s.house, BALIE, client, "13579", grant)


def _whom_at_the_desk(s: Stage) -> Run:
    at_the_desk(s)
    representation.note_gezag(s.house, Bsn(YOUNG), gezag(minderjarige={"burgerservicenummer": YOUNG}))
    client = str(person(s.house, MOTHER).client)
    return lambda: desk_behalf.whom(s.house, BALIE, client, Bsn(YOUNG))


def _stop_at_the_desk(s: Stage) -> Run:
    share = _share_at_the_desk(s)
    share()
    client = str(person(s.house, FATHER).client)
    return lambda: desk_pin.stop(s.house, BALIE, client, "13579", "person:arts")


def at_desk_key(s: Stage) -> tuple[str, str]:
    """A client with a key that was bound at the desk."""
    client = person(s.house, FRIEND)
    return str(client.client), enrolled(s.house, client).thumbprint


def _report_at_the_desk(s: Stage) -> Run:
    at_the_desk(s)
    client, kid = at_desk_key(s)
    return lambda: desk.report(s.house, BALIE, client, kid, s.house.now())


def _retire_at_the_desk(s: Stage) -> Run:
    at_the_desk(s)
    client, kid = at_desk_key(s)
    return lambda: desk.retire(s.house, BALIE, client, kid)


def _open_visit(s: Stage) -> Run:
    at_the_desk(s)
    return lambda: visits.open_(s.house, BALIE, FRIEND, "paspoort")


def _look_at_visit(s: Stage) -> Run:
    at_the_desk(s)
    visit = visits.open_(s.house, BALIE, FRIEND, "paspoort")
    return lambda: visits.overview(s.house, BALIE, visit)


def _close_visit(s: Stage) -> Run:
    at_the_desk(s)
    visit = visits.open_(s.house, BALIE, FRIEND, "paspoort")
    return lambda: visits.close(s.house, BALIE, visit)


def doubtful(s: Stage) -> str:
    representation.note_gezag(s.house, Bsn(CHILD), gezag(inOnderzoek=True))
    return representation.cases(s.house)[0].id


def _open_case(s: Stage) -> Run:
    at_the_desk(s)
    case = doubtful(s)
    return lambda: authority_cases.opened(s.house, BALIE, case)


def _decide_at_the_desk(s: Stage) -> Run:
    at_the_desk(s)
    case = doubtful(s)
    return lambda: authority_cases.decide(s.house, BALIE, case, ((MOTHER, "ouder"),), nobody=False)


def refused(s: Stage) -> str:
    return ingest.deliver(s.house, s.sender("his"), "application/xml", b"<niet-af>" + random_token().encode()).delivery


def _look_at_refused(s: Stage) -> Run:
    delivery = refused(s)
    return lambda: rejections.opened(s.house, OPERATOR, delivery)


def _judge_again(s: Stage) -> Run:
    delivery = refused(s)
    return lambda: rejections.again(s.house, OPERATOR, delivery)


def _report(s: Stage) -> Run:
    refused(s)
    return lambda: reporting.report(s.house, OPERATOR, "his")


def _report_one(s: Stage) -> Run:
    delivery = refused(s)
    return lambda: reporting.report_delivery(s.house, OPERATOR, delivery)


def _has_report(s: Stage) -> Run:
    refused(s)
    reporting.report(s.house, OPERATOR, "his")
    (told, *_) = reporting.unread(s.house, s.sender("his").connector)
    return lambda: reporting.confirm(s.house, s.sender("his").connector, told.id)


def _confirm_tag(s: Stage) -> Run:
    return lambda: confirming.confirm(s.house, s.arts, s.record, Said("confirm"))


def _confirm_change(s: Stage) -> Run:
    soon = later(s.house, minutes=5)
    client = person(s.house, FRIEND)
    old = enrolled(s.house, client)
    steward.accept(s.house, client, signed(s.house, client, old))
    new = enrolled(soon, client)
    wider = {"effect": "permit", "who": {"kind": "person", "id": "arts"}}
    waits = steward.accept(soon, client, signed(soon, client, new, wider))
    assert waits.waits is not None
    about = {"fmt": "nl-bevestiging/1", "cid": client.client, "policy": waits.policy_hash}
    token = state(soon, objects.CONFIRMATION, old, **about)
    return lambda: custody.confirm(soon, client, token)


def _vouch(s: Stage) -> Run:
    client = person(s.house, SCORED)
    helpers = [person(s.house, bsn) for bsn in (MOTHER, FATHER, FRIEND)]
    keys = [enrolled(s.house, helper) for helper in helpers]
    recovery.choose(s.house, client, tuple(str(helper.client) for helper in helpers))
    then, jwk = later(s.house, hours=80), SigningKey.generate().jwk
    one, two = (state(then, objects.RECOVERY, key, fmt="nl-herstel/1", cid=client.client, jwk=jwk) for key in keys[:2])
    recovery.vouch(then, helpers[0], one)
    return lambda: recovery.vouch(then, helpers[1], two)


def _give_mandate(s: Stage) -> Run:
    client, friend = person(s.house, MOTHER), person(s.house, FRIEND)
    token = mandate(s.house, client, enrolled(s.house, client), str(friend.client))
    return lambda: mandates.give(s.house, client, token)


def _end_mandate(s: Stage) -> Run:
    client, friend = person(s.house, MOTHER), person(s.house, FRIEND)
    id_ = mandates.give(s.house, client, mandate(s.house, client, enrolled(s.house, client), str(friend.client)))
    return lambda: mandates.end(s.house, client, id_)


def _take_back_mandate(s: Stage) -> Run:
    client, friend = person(s.house, MOTHER), person(s.house, FRIEND)
    key = enrolled(s.house, client)
    id_ = mandates.give(s.house, client, mandate(s.house, client, key, str(friend.client)))
    about = {"fmt": "nl-intrekking/1", "cid": client.client, "mandate": id_, "text": "Vriend mag dit niet meer."}
    token = state(s.house, objects.WITHDRAWAL, key, **about)
    return lambda: mandates.take_back(s.house, client, token)


def _receipt_of_mandate(s: Stage) -> Run:
    client, friend = person(s.house, MOTHER), person(s.house, FRIEND)
    id_ = mandates.give(s.house, client, mandate(s.house, client, enrolled(s.house, client), str(friend.client)))
    return lambda: entrusting.receipt(s.house, client, id_)


def _under(s: Stage) -> tuple[Caller, Under]:
    client, friend = person(s.house, MOTHER), person(s.house, FRIEND)
    id_ = mandates.give(s.house, client, mandate(s.house, client, enrolled(s.house, client), str(friend.client)))
    return friend, Under(str(client.client), id_)


def _delegated_wishes(s: Stage) -> Run:
    friend, under = _under(s)
    return lambda: delegated.wishes(later(s.house, hours=80), friend, under)


def _delegated_signed(s: Stage) -> Run:
    friend, under = _under(s)
    return lambda: delegated.signed(later(s.house, hours=80), friend, under)


def gezag(**more: Any) -> dict[str, Any]:
    parents = [{"burgerservicenummer": bsn} for bsn in (MOTHER, FATHER)]
    held = {"type": "GezamenlijkOuderlijkGezag", "ouders": parents, "minderjarige": {"burgerservicenummer": CHILD}}
    return {"gezag": [{**held, **more}]}


def _note_gezag(s: Stage) -> Run:
    representation.note_gezag(s.house, Bsn(CHILD), gezag(inOnderzoek=True))
    return lambda: representation.note_gezag(s.house, Bsn(CHILD), gezag())


def _decide_case(s: Stage) -> Run:
    representation.note_gezag(s.house, Bsn(CHILD), gezag(inOnderzoek=True))
    case = representation.cases(s.house)[0].id
    return lambda: representation.decide_case(s.house, case, "k.vos", ((Bsn(MOTHER), "ouder"),))


def _rule(s: Stage) -> Run:
    register.professional(s.house, "beoordelaar", "R. Eiger", reviewing.REVIEWER, "gemeente")
    wanted = Wanted("change", "https://his.example/codes", "X-17", "zoals besproken", ("PB0024",))
    return lambda: reviewing.rule(s.house, REVIEWER, wanted)


def _give_scores(s: Stage) -> Run:
    return lambda: selfscores.give(s.house, s.client, "2017", {"huisvesting": 2}, s.house.today())


def _close_task(s: Stage) -> Run:
    form = {
        "resourceType": "QuestionnaireResponse",
        "id": "f1",
        "questionnaire": "https://wijkdossier.nl/fhir/Questionnaire/zrm-2017",
        "status": "completed",
        "subject": {"reference": "Patient/p9"},
        "authored": "2026-03-01",
        "author": {"display": "D. Das"},
        "item": [{"linkId": "huisvesting", "answer": [{"valueInteger": 2}]}],
    }
    sent = s.world.send("wmo", bundle(patient(SCORED, "p9"), form))
    assert sent.status_code == 201, sent.text
    with s.house.database.work() as session:
        client = clients.find(session, s.house.vault, Bsn(SCORED))
    handle = s.house.vault.handle(callers.viewer(CONSULENT), str(client))
    task = reading.find(s.house, CONSULENT, "Task", [("patient", handle)]).found[0].id
    return lambda: goals.close(s.house, CONSULENT, task, None, "woont nu elders")


def _log_in_again(s: Stage) -> Run:
    token = people.session(s.house, "arts")
    return lambda: login.again(s.house, token, "arts")


def asked(s: Stage) -> str:
    return emergency.ask(s.house, s.arts, s.handle, "gevallen en niet aanspreekbaar")


def opened(s: Stage) -> str:
    id_ = asked(s)
    emergency.open_(s.house, s.arts, people.session(s.house, "arts"), "arts", id_)
    return id_


def _look(s: Stage) -> Run:
    id_ = opened(s)
    return lambda: emergency.look(s.house, s.arts, id_)


def _review(s: Stage) -> Run:
    id_ = opened(s)
    return lambda: emergency.review(s.house, s.officer, id_, "terecht")


def _queue(s: Stage) -> Run:
    opened(s)
    return lambda: emergency.queue(s.house, s.officer)


def proposed(s: Stage) -> str:
    """What a Consent permits waits for the client's signature."""
    permit = {"type": "permit", "actor": [actor("wijkzorg")], "action": [action()]}
    consents_in.post(s.house, s.client, consent(permit, patient={"reference": "Patient/mijn"}))
    return proposals.waiting(s.house, s.client)[0].id


def _post_consent(s: Stage) -> Run:
    deny = {"type": "deny", "actor": [actor("wijkzorg")]}
    given = consent(deny, patient={"reference": "Patient/mijn"})
    return lambda: consents_in.post(s.house, s.client, given)


def _proposals(s: Stage) -> Run:
    proposed(s)
    return lambda: proposals.waiting(s.house, s.client)


def _sign_proposal(s: Stage) -> Run:
    id_ = proposed(s)
    return lambda: proposals.sign(s.house, s.client, id_)


def _let_go(s: Stage) -> Run:
    id_ = proposed(s)
    return lambda: proposals.let_go(s.house, s.client, id_)


def _terms(s: Stage) -> Run:
    connector = s.sender("wmo").connector
    return lambda: istandaarden_termijnen.of_organisation(s.house, connector)


def table(s: Stage) -> str:
    """A meeting at which somebody of another organisation sits."""
    meeting = meet.start(s.house, s.arts, s.handle)
    meet.confirm(s.house, s.arts, meeting, ("arts", "verpleegkundige"))
    return meeting


def _accept_at_table(s: Stage) -> Run:
    text = at_table.to_sign(
        s.house, s.client, s.device.thumbprint, table(s), what=("wijkverpleging",), contact_only=False
    )
    token = f"{text}.{b64url(s.device.sign(text.encode()))}"
    return lambda: at_table.accept(s.house, s.client, token)


def _confirm_at_table(s: Stage) -> Run:
    at_the_desk(s)
    desk.choose_pin(s.house, BALIE, str(s.client.client), "13579")
    meeting = table(s)
    return lambda: at_chair.confirm(s.house, s.arts, meeting, "13579", what=("wijkverpleging",), contact_only=False)


def _lapses(s: Stage) -> Run:
    """A client with the key we keep, and something that waits by a newer one."""
    client, soon = person(s.house, WAITING), later(s.house, minutes=5)
    until = s.house.today() + timedelta(days=9)
    steward.share(s.house, client, Grant("org:wijkzorg", what=("huisarts",), contact_only=False, until=until))
    wider = {"effect": "permit", "who": {"kind": "person", "id": "arts"}}
    waits = steward.accept(soon, client, signed(soon, client, enrolled(soon, client), wider))
    assert waits.waits is not None
    return lambda: lapsing.before(soon, client)


def _replaces(s: Stage) -> Run:
    client = person(s.house, WAITING)
    until = s.house.today() + timedelta(days=9)
    steward.share(s.house, client, Grant("org:wijkzorg", what=("huisarts",), contact_only=False, until=until))
    return lambda: replacing.before(s.house, client, "org:wijkzorg")


def _unlink(s: Stage) -> Run:
    entering.link_professional(s.at_provider, "zorgpas", "arts@linde-2", "arts")
    return lambda: entering.unlink(s.house, "zorgpas", "arts@linde-2")


PREPARED: dict[str, Callable[[Stage], Run]] = {
    "at_table.accept": _accept_at_table,
    "authority_cases.decide": _decide_at_the_desk,
    "authority_cases.opened": _open_case,
    "at_chair.confirm": _confirm_at_table,
    "confirming.confirm": _confirm_tag,
    "consents_in.post": _post_consent,
    "custody.confirm": _confirm_change,
    "desk.bind": _bind,
    "desk.choose_pin": _choose_pin,
    "desk.find": _find,
    "desk.paper": _paper,
    "desk.report": _report_at_the_desk,
    "desk.retire": _retire_at_the_desk,
    "desk_pin.share": _share_at_the_desk,
    "desk_behalf.whom": _whom_at_the_desk,
    "desk_pin.stop": _stop_at_the_desk,
    "desk_signing.paper": _to_sign_paper,
    "emergency.look": _look,
    "emergency.queue": _queue,
    "emergency.review": _review,
    "entering.unlink": _unlink,
    "goals.close": _close_task,
    "istandaarden_termijnen.of_organisation": _terms,
    "lapsing.before": _lapses,
    "replacing.before": _replaces,
    "login.again": _log_in_again,
    "delegated.signed": _delegated_signed,
    "delegated.wishes": _delegated_wishes,
    "mandates.end": _end_mandate,
    "mandates.give": _give_mandate,
    "mandates.take_back": _take_back_mandate,
    "entrusting.receipt": _receipt_of_mandate,
    "proposals.let_go": _let_go,
    "proposals.sign": _sign_proposal,
    "proposals.waiting": _proposals,
    "recovery.vouch": _vouch,
    "rejections.again": _judge_again,
    "rejections.opened": _look_at_refused,
    "reporting.confirm": _has_report,
    "reporting.report": _report,
    "reporting.report_delivery": _report_one,
    "representation.decide_case": _decide_case,
    "representation.note_gezag": _note_gezag,
    "reviewing.rule": _rule,
    "selfscores.give": _give_scores,
    "visits.close": _close_visit,
    "visits.open_": _open_visit,
    "visits.overview": _look_at_visit,
}
assert BSN not in {CHILD, MOTHER, FATHER, FRIEND, SCORED}
