"""Who may sign, told over the flows on both databases: keys that are new, kept, lost or stolen; parents, delegates,
measures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from gateway.consent import moments, objects, signature, storage
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import b64url
from gateway.errors import Conflict, GatewayError, NotFound, Refused, Rejected
from gateway.flows import (
    caseloads,
    custody,
    desk,
    desk_pin,
    disclose,
    letters,
    mandates,
    recovery,
    register,
    representation,
    signing,
    steward,
)
from gateway.flows.answers import Receipt
from gateway.flows.house import House
from gateway.flows.wishes import Grant
from gateway.identifiers import Bsn
from gateway.registry import clients
from gateway.stages.decided import Caller, RoleAt
from tests.builders.said import said
from tests.builders.world import BSN, World, bundle, condition, in_caseload, patient
from tests.conftest import Clock

MOTHER, FATHER, FRIEND = "999911120", "999998778", "999911624"
ARTS = Caller("arts", "A. Bos", "praktijk", "De Linde", "huisarts", (RoleAt("huisarts", "praktijk"),))
HERT = Caller(
    "jeugdhulpverlener", "E. Hert", "jeugdzorg", "De Brug", "jeugdhulp", (RoleAt("jeugdprofessional", "jeugdzorg"),)
)
WEEK = timedelta(days=7)


@dataclass
class Person:
    """Somebody who can log in, with keys of their own."""

    house: House
    caller: Caller
    keys: list[SigningKey]

    @property
    def id(self) -> str:
        return str(self.caller.client)

    def enrol(self, client: str | None = None) -> SigningKey:
        key = SigningKey.generate()
        custody.enrol(self.house, self.caller, key.jwk, client=client)
        self.keys.append(key)
        return key

    def sign(
        self, rules: list[dict[str, Any]], key: SigningKey | None = None, client: str | None = None, **members: Any
    ) -> str:
        now = steward.current(self.house, self.caller, client)
        return signature.sign_policy({**self.document(rules, now), **members}, key or self.keys[-1])

    def document(self, rules: list[dict[str, Any]], now: Any) -> dict[str, Any]:
        moment = int(self.house.now().timestamp())
        return {
            "fmt": "nl-toestemming/1", "cid": now.client, "ver": now.version + 1, "prev": now.prev,
            "aud": self.house.settings.base_url, "iat": moment, "nbf": moment, "jti": f"j{moment}", "nonce": None,
            "emergency": "allow", "notify": {}, "rules": said(self.house, rules) }  # fmt: skip

    def say(
        self, *rules: dict[str, Any], key: SigningKey | None = None, client: str | None = None, **how: Any
    ) -> Receipt:
        return steward.accept(self.house, self.caller, self.sign(list(rules), key, client), **how)

    def state(self, typ: str, key: SigningKey, **members: Any) -> str:
        moment = int(self.house.now().timestamp())
        common = {"aud": self.house.settings.base_url, "iat": moment, "jti": f"{typ}{moment}{key.thumbprint[:6]}"}
        return objects.sign(typ, {**common, **members}, key)


SHARE = {
    "effect": "permit",
    "who": {"kind": "person", "id": "arts"},
    "what": {"domain": ["wijkverpleging"]},
    "how": ["see"],
}
STOP = {"effect": "deny", "who": {"kind": "person", "id": "arts"}}


def person(house: House, bsn: str) -> Person:
    with house.database.work() as session:
        client = clients.find_or_make(session, house.vault, Bsn(bsn), house.now())
    return Person(house, Caller(client, "x", None, None, None, client=client), [])


def town_of(world: World, born: str = "1967-08-13") -> Callable[[], bool]:
    """The nurse delivers one problem; whether the GP sees it."""
    world.send("ecd", bundle(patient(birthDate=born), condition()))
    in_caseload(world.house, BSN, "org:praktijk")

    def seen() -> bool:
        handle = caseloads.my_clients(world.house, ARTS)[0].handle
        return bool(disclose.disclose(world.house, ARTS, handle).items)

    return seen


def test_a_first_key_does_not_wait_and_a_second_one_does(world: World, clock: Clock) -> None:
    seen, client = town_of(world), person(world.house, BSN)
    client.enrol()
    assert not seen()
    assert client.say(SHARE).waits is None
    assert seen()
    assert client.say(STOP).waits is None  # a restriction
    assert not seen()
    second = client.enrol()
    receipt = client.say(SHARE, key=second)
    assert receipt.waits is not None
    assert receipt.waits - world.house.now() <= timedelta(hours=72)
    assert not seen()
    clock.forward(hours=71, minutes=59)
    assert not seen()
    clock.forward(minutes=2)
    assert seen()


def test_a_kept_key_beside_one_of_ones_own_waits_and_says_it_is_weaker(world: World, clock: Clock) -> None:
    seen, client = town_of(world), person(world.house, BSN)
    client.enrol()
    client.say()
    until = world.house.today() + timedelta(days=30)
    receipt = steward.share(
        world.house, client.caller, Grant("person:arts", what=("wijkverpleging",), contact_only=False, until=until)
    )
    assert (receipt.custody, receipt.waits is not None) == ("C", True)
    assert not seen()
    assert steward.sharing(world.house, client.caller).waits == receipt.waits
    # Stopping what waits is at once, and after the wait it still does not show.
    steward.stop(world.house, client.caller, "person:arts")
    clock.forward(hours=80)
    assert not seen()


def test_a_name_in_a_document_that_waits_invites_nobody(world: World, clock: Clock) -> None:
    world.send("ecd", bundle(patient(), condition()))
    client = person(world.house, BSN)
    client.enrol()
    client.say()
    client.say(SHARE, key=client.enrol())
    assert caseloads.my_clients(world.house, ARTS) == ()
    assert caseloads.find_client(world.house, ARTS, BSN) is None
    clock.forward(hours=73)
    assert len(caseloads.my_clients(world.house, ARTS)) == 1
    assert caseloads.find_client(world.house, ARTS, BSN) is not None


def test_an_older_key_confirms_and_a_newer_or_kept_one_cannot(world: World, clock: Clock) -> None:
    seen, client = town_of(world), person(world.house, BSN)
    old = client.enrol()
    client.say()
    clock.forward(minutes=1)
    new = client.enrol()
    digest = client.say(SHARE, key=new).policy_hash
    newest = client.enrol()
    for key in (new, newest):
        with pytest.raises(Refused):
            custody.confirm(
                world.house,
                client.caller,
                client.state(objects.CONFIRMATION, key, fmt="nl-bevestiging/1", cid=client.id, policy=digest),
            )
    assert not seen()
    assert custody.confirm(
        world.house,
        client.caller,
        client.state(objects.CONFIRMATION, old, fmt="nl-bevestiging/1", cid=client.id, policy=digest),
    )
    assert seen()


def test_the_code_of_the_letter_confirms_once_and_guessing_ends(world: World) -> None:
    seen, client = town_of(world), person(world.house, BSN)
    client.enrol()
    client.say()
    code = client.say(SHARE, key=client.enrol()).code
    assert code is not None
    assert any(code[:4] in letter.text for letter in letters.waiting(world.house))
    assert not custody.confirm_by_code(world.house, client.caller, "00000000")
    assert not seen()
    assert custody.confirm_by_code(world.house, client.caller, f"{code[:4]} {code[4:]}")
    assert seen()
    assert not custody.confirm_by_code(world.house, client.caller, code)
    code = client.say(STOP, key=client.keys[0]) and client.say(SHARE, key=client.keys[1]).code
    for _ in range(letters.TRIES):
        assert not custody.confirm_by_code(world.house, client.caller, "00000000")
    assert not custody.confirm_by_code(world.house, client.caller, str(code))
    assert not seen()


def test_what_a_stolen_key_shared_falls_and_what_it_stopped_stays(world: World, clock: Clock) -> None:
    seen, client = town_of(world), person(world.house, BSN)
    key = client.enrol()
    client.say(SHARE)
    clock.forward(days=10)
    stolen = world.house.now()
    clock.forward(hours=1)
    wider = {**SHARE, "who": {"kind": "any"}}
    client.say(SHARE, wider)
    custody.report(world.house, client.caller, key.thumbprint, stolen)
    assert seen()  # what was shared before stays
    with world.house.database.work() as session:
        assert len(storage.heads(session, client.id, client.id)) == 1
    with pytest.raises(Rejected):
        client.say(wider)  # the key signs nothing more
    again = client.enrol()
    clock.forward(hours=1)
    assert client.say(key=again).waits is None
    assert not seen()


def test_a_restriction_by_a_stolen_key_stays_until_the_client_says_otherwise(world: World, clock: Clock) -> None:
    seen, client = town_of(world), person(world.house, BSN)
    key = client.enrol()
    client.say(SHARE)
    stolen = world.house.now()
    clock.forward(hours=1)
    client.say(STOP)
    custody.report(world.house, client.caller, key.thumbprint, stolen)
    assert not seen()
    with pytest.raises(Rejected):
        custody.report(world.house, client.caller, key.thumbprint, world.house.now() + WEEK)
    with pytest.raises(NotFound):
        custody.report(world.house, client.caller, "unknown", stolen)


def test_two_of_three_people_vouch_for_a_new_key(world: World, clock: Clock) -> None:
    seen, client = town_of(world), person(world.house, BSN)
    client.enrol()
    helpers = [person(world.house, bsn) for bsn in (MOTHER, FATHER, FRIEND)]
    for helper in helpers:
        helper.enrol()
    recovery.choose(world.house, client.caller, tuple(helper.id for helper in helpers))
    new = SigningKey.generate()

    def vouch(helper: Person) -> bool:
        token = helper.state(objects.RECOVERY, helper.keys[0], fmt="nl-herstel/1", cid=client.id, jwk=new.jwk)
        return recovery.vouch(world.house, helper.caller, token)

    with pytest.raises(Refused):
        vouch(helpers[0])  # chosen a moment ago: counts after 72 hours
    clock.forward(hours=73)
    assert not vouch(helpers[0])
    assert not vouch(helpers[0])
    with pytest.raises(Rejected):
        client.say(SHARE, key=new)
    assert vouch(helpers[1])
    assert client.say(SHARE, key=new).waits is None
    assert seen()


def test_recovery_contacts_are_three_others(world: World) -> None:
    client, other = person(world.house, BSN), person(world.house, MOTHER)
    for chosen in ((other.id,), (other.id, other.id, other.id), (client.id, other.id, "x"), (other.id, "x", "y")):
        with pytest.raises(Rejected):
            recovery.choose(world.house, client.caller, chosen)


def test_a_delegate_signs_namens_within_the_mandate_and_while_it_lasts(world: World, clock: Clock) -> None:
    seen, client, friend = town_of(world), person(world.house, BSN), person(world.house, FRIEND)
    key, theirs = client.enrol(), SigningKey.generate()
    moment = int(world.house.now().timestamp())
    members = {
        "fmt": "nl-machtiging/1", "cid": client.id, "delegate": friend.id, "jwk": theirs.jwk, "nbf": moment,
        "exp": moment + 30 * 24 * 3600, "text": "Vriend mag dit regelen.",
        "scope": [{"id": "1", "text": "x", "effect": "permit", "who": {"kind": "any"}, "what": {"domain":
        ["wijkverpleging"]}}] }  # fmt: skip
    id_ = mandates.give(world.house, client.caller, client.state(objects.MANDATE, key, **members))
    with pytest.raises(Conflict):
        mandates.give(world.house, client.caller, client.state(objects.MANDATE, key, **members))
    client.say()

    def namens(*rules: dict[str, Any]) -> Receipt:
        token = client.sign(list(rules), theirs)
        return steward.accept(world.house, friend.caller, token)

    receipt = namens(SHARE)
    assert (receipt.custody, receipt.waits is not None) == ("B", True)
    clock.forward(hours=73)
    assert seen()
    assert [given.live for given in mandates.of_caller(world.house, friend.caller)] == [True]
    with pytest.raises(Refused):  # nobody else may use that key
        steward.accept(world.house, person(world.house, MOTHER).caller, client.sign([], theirs))
    clock.forward(days=28)
    assert not seen()  # the mandate is over, and with it what it widened
    with pytest.raises(GatewayError):
        mandates.end(world.house, person(world.house, MOTHER).caller, id_, client.id)
    mandates.end(world.house, client.caller, id_)
    with pytest.raises(Rejected):
        namens(SHARE)


def parents_of(world: World, child: str, *bsns: str, **more: Any) -> str:
    shape: dict[str, Any] = (
        {"type": "EenhoofdigOuderlijkGezag", "ouder": {"burgerservicenummer": bsns[0]}}
        if len(bsns) == 1
        else {"type": "GezamenlijkOuderlijkGezag", "ouders": [{"burgerservicenummer": bsn} for bsn in bsns]}
    )
    answer = {"gezag": [{**shape, "minderjarige": {"burgerservicenummer": child}, **more}]}
    return representation.note_gezag(world.house, Bsn(child), answer)


def test_both_parents_decide_for_a_child_until_the_birthdays(world: World, clock: Clock) -> None:
    today = world.house.today()
    born = today.replace(year=today.year - 12) + timedelta(days=5)
    seen = town_of(world, born.isoformat())
    assert parents_of(world, BSN, MOTHER, FATHER) == "held"
    child, mother, father = (person(world.house, bsn) for bsn in (BSN, MOTHER, FATHER))
    for parent in (mother, father):
        parent.enrol(child.id)
    assert mother.say(SHARE, client=child.id).version == 1
    assert not seen()
    assert father.say(SHARE, client=child.id).version == 1
    assert seen()
    assert steward.sharing(world.house, mother.caller, child.id).together
    child.enrol()
    child.say()
    assert seen()  # eleven: the child's own document is not asked
    clock.forward(days=6)
    assert not seen()  # twelve: it is
    child.say(SHARE)
    assert seen()
    father.say(STOP, client=child.id)
    assert not seen()
    clock.forward(days=4 * 366)
    child.say(SHARE)
    assert seen()  # sixteen: nobody else is asked


def test_what_the_register_leaves_open_waits_for_a_person(world: World) -> None:
    born = world.house.today().replace(year=world.house.today().year - 5)
    seen = town_of(world, born.isoformat())
    parents_of(world, BSN, MOTHER)
    mother, child = person(world.house, MOTHER), person(world.house, BSN)
    mother.enrol(child.id)
    mother.say(SHARE, client=child.id)
    assert seen()
    assert parents_of(world, BSN, MOTHER, inOnderzoek=True) == "in-onderzoek"
    assert not seen()
    assert steward.sharing(world.house, child.caller).undecided
    (case,) = representation.cases(world.house)
    assert case.question.endswith("?")
    representation.decide_case(world.house, case.id, "k.vos", ((Bsn(MOTHER), "ouder"),))
    assert seen()
    assert representation.cases(world.house) == ()
    with pytest.raises(NotFound):
        representation.decide_case(world.house, case.id, "k.vos", ())


def test_who_is_no_parent_finds_nothing_there(world: World) -> None:
    child, stranger = person(world.house, BSN), person(world.house, FRIEND)
    for attempt in (lambda: stranger.enrol(child.id), lambda: steward.current(world.house, stranger.caller, child.id)):
        with pytest.raises(NotFound):
            attempt()


def test_a_mentor_within_scope_and_time(world: World, clock: Clock) -> None:
    seen, client, mentor = town_of(world), person(world.house, BSN), person(world.house, FRIEND)
    scope = [
        {"id": "1", "text": "x", "effect": "permit", "who": {"kind": "any"}, "what": {"domain": ["wijkverpleging"]}}
    ]
    until = world.house.today() + WEEK
    id_ = representation.appoint(
        world.house, Bsn(BSN), Bsn(FRIEND), "mentor", basis="beschikking", until=until, scope=scope
    )
    client.enrol()
    client.say(SHARE)
    assert not seen()  # it is the mentor's to decide
    mentor.enrol(client.id)
    mentor.say(SHARE, client=client.id)
    assert seen()
    client.say(STOP)
    assert not seen()  # the client's own restriction still counts
    client.say()
    assert seen()
    clock.forward(days=9)
    assert not seen()  # over: the client's own document decides again
    representation.dismiss(world.house, Bsn(BSN), id_)


def test_nobody_decides_for_one_who_cannot_and_has_no_mentor(world: World) -> None:
    seen, client = town_of(world), person(world.house, BSN)
    client.enrol()
    client.say(SHARE)
    assert seen()
    representation.incapable(world.house, Bsn(BSN), "verklaring arts")
    assert not seen()
    with pytest.raises(Rejected):
        representation.appoint(world.house, Bsn(BSN), Bsn(FRIEND), "ouder", basis="x")
    with pytest.raises(Rejected):
        representation.appoint(world.house, Bsn(BSN), Bsn(BSN), "mentor", basis="x")


def test_two_devices_that_signed_apart_make_a_fork(world: World, clock: Clock) -> None:
    seen, client = town_of(world), person(world.house, BSN)
    client.enrol()
    client.say()
    offline = client.sign([STOP], jti="offline")
    client.say(SHARE)
    with pytest.raises(Conflict):
        steward.accept(world.house, client.caller, offline)
    assert seen()
    steward.accept(world.house, client.caller, offline, beside=True)
    assert not seen()
    shown = steward.sharing(world.house, client.caller)
    assert shown.fork
    now = steward.current(world.house, client.caller)
    assert (now.version, len(now.tokens)) == (2, 2)
    with pytest.raises(Conflict):  # the same again, and one that saw one branch only
        steward.accept(world.house, client.caller, offline, beside=True)
    one_branch = signature.reread(now.tokens[0], client.keys[0].thumbprint)
    blind = signature.sign_policy({**client.document([SHARE], now), "prev": one_branch.hash}, client.keys[0])
    with pytest.raises(Conflict):
        steward.accept(world.house, client.caller, blind, beside=True)
    client.say(SHARE)
    assert seen()
    assert not steward.sharing(world.house, client.caller).fork


def test_at_the_desk(world: World, clock: Clock) -> None:
    seen = town_of(world)
    register.professional(world.house, "balie", "F. Das", "wmo-consulent", "gemeente")
    balie = Caller("balie", "F. Das", "gemeente", "Gemeente", "gemeente", (RoleAt("wmo-consulent", "gemeente"),))
    key = SigningKey.generate()
    with pytest.raises(Refused):
        desk.find(world.house, balie, Bsn(BSN))
    desk.register(world.house, "balie", key.jwk)
    cid = desk.find(world.house, balie, Bsn(BSN))
    client = person(world.house, BSN)

    def binding(jwk: dict[str, str], tier: str, **members: Any) -> str:
        return client.state(
            objects.BINDING, key,
            **{"fmt": "nl-sleutelbinding/1", "cid": cid, "holder": cid, "jwk": jwk, "form": "jws", "tier": tier,
               "assurance": "balie", "registrar": "balie", **members},
        )  # fmt: skip

    for wrong in (binding(key.jwk, "A"), binding(SigningKey.generate().jwk, "D"), binding(key.jwk, "C"),
                  binding(key.jwk, "D", registrar="arts"), binding(key.jwk, "D", assurance="digid")):  # fmt: skip
        with pytest.raises(Rejected):
            desk.bind(world.house, balie, wrong)
    with pytest.raises(Refused):
        desk.bind(world.house, ARTS, binding(key.jwk, "D"))
    desk.bind(world.house, balie, binding(key.jwk, "D"))
    year = int((world.house.now() + timedelta(days=300)).timestamp())
    narrow = {**SHARE, "exp": year}
    receipt = desk.paper(world.house, balie, client.sign([narrow], key))
    assert (receipt.custody, receipt.waits) == ("D", None)
    assert seen()
    for wide in (
        SHARE,
        {**narrow, "who": {"kind": "any"}},
        {**narrow, "what": {}},
        {**narrow, "exp": year + 200 * 24 * 3600},
        {**narrow, "who": {"kind": "person", "id": "balie"}},
        {**narrow, "who": {"kind": "org", "id": "gemeente"}},
    ):
        with pytest.raises(Refused):
            desk.paper(world.house, balie, client.sign([narrow, wide], key))
    with pytest.raises(Refused):  # nor may the client use it
        steward.accept(world.house, client.caller, client.sign([], key))
    desk.paper(world.house, balie, client.sign([STOP], key))
    with pytest.raises(Refused):
        desk.paper(world.house, balie, client.sign([], key))  # a restriction stays
    device = SigningKey.generate()
    desk.bind(world.house, balie, binding(device.jwk, "A"))
    assert client.say({**SHARE}, key=device).waits is not None  # not the first key


def test_a_pin_at_the_desk_releases_the_kept_key_before_a_witness(world: World) -> None:
    seen, house = town_of(world), world.house
    register.professional(house, "balie", "F. Das", "wmo-consulent", "gemeente")
    balie = Caller("balie", "F. Das", "gemeente", "Gemeente", "gemeente", (RoleAt("wmo-consulent", "gemeente"),))
    desk.register(house, "balie", SigningKey.generate().jwk)
    cid = desk.find(house, balie, Bsn(BSN))
    until = house.today() + WEEK

    def share(pin: str, party: str = "person:arts", caller: Caller = balie) -> Receipt:
        return desk_pin.share(
            house, caller, cid, pin, Grant(party, what=("wijkverpleging",), contact_only=False, until=until)
        )

    with pytest.raises(Refused):
        share("13579")  # no PIN yet
    for wrong in ("1234", "11111", "abcde", "123456789"):
        with pytest.raises(Rejected):
            desk.choose_pin(house, balie, cid, wrong)
    with pytest.raises(Refused):
        desk.choose_pin(house, ARTS, cid, "13579")
    desk.choose_pin(house, balie, cid, "13579")
    with pytest.raises(Refused):
        share("13578")
    receipt = share("13579")
    assert (receipt.custody, receipt.waits) == ("C", None)  # the first key, bound at the desk
    assert seen()
    for party in ("person:balie", "org:gemeente"):
        with pytest.raises(Refused) as refused:
            share("13579", party)
        assert refused.value.code == "witness-benefits"
    with pytest.raises(NotFound):
        share("13579", "person:nobody")
    for _ in range(5):
        with pytest.raises(Refused):
            share("00001")
    with pytest.raises(Refused) as refused:
        share("13579")
    assert refused.value.code == "pin-blocked"


def test_under_a_measure_there_is_nothing_to_share_or_to_stop(world: World) -> None:
    world.send("jeugd", bundle(patient(birthDate="2012-01-01"), condition("P76")))
    register.relation(world.house, Bsn(BSN), "org:jeugdzorg", "maatregel")
    handle = caseloads.my_clients(world.house, HERT)[0].handle
    assert disclose.disclose(world.house, HERT, handle).items  # no consent was asked
    client = person(world.house, BSN)
    shown = steward.sharing(world.house, client.caller)
    assert [party.key for party in shown.forced] == ["org:jeugdzorg"]
    for asked in (steward.propose, steward.stop):
        with pytest.raises(Refused) as refused:
            asked(world.house, client.caller, "org:jeugdzorg")
        assert refused.value.code == "forced-framework"


def test_bytes_to_sign_are_for_a_key_of_ones_own(world: World) -> None:
    client, other = person(world.house, BSN), person(world.house, FRIEND)
    key = client.enrol()
    grant = Grant("person:arts", what=("wijkverpleging",), contact_only=False, until=world.house.today())
    until = f"tot en met {moments.day(world.house.today())}"
    text = steward.to_share(world.house, client.caller, grant, key.thumbprint)
    token = f"{text}.{b64url(key.sign(text.encode()))}"
    assert steward.accept(world.house, client.caller, token).sentences == (
        f"A. Bos mag dit zien: wat de wijkverpleging opschrijft. Dit geldt {until}.",
    )
    with pytest.raises(NotFound):
        steward.to_share(world.house, other.caller, grant, key.thumbprint)
    with pytest.raises(Refused):
        signing.to_sign(world.house, ARTS, key.thumbprint, lambda rules: rules)
