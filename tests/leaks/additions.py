"""What may come into the house that somebody may not see: for each kind, for whom nothing may change by it.

A viewer who is in no relation to the client, who reads the log of an organisation that had no part in it, or who
decides on another part of the record, is one for whom nothing changes by any of them.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from gateway.flows import callers, consents_in, disclose, emergency, meet, rectify, register, selfscores, withholding
from gateway.flows.references import record_id
from gateway.flows.withholding_said import Asked
from gateway.identifiers import Bsn
from tests.builders.consents import action, actor, consent
from tests.builders.world import BSN, BSN_OTHER, bundle, condition, patient
from tests.leaks import rich
from tests.leaks.rich import JEUGD, JEUGDZORG, MENTOR, SUBJECT, accepted
from tests.leaks.worlds import PLAIN, SENSITIVE, START, Town, sign
from tests.unit.sources.istandaarden import bouw

APART: Final = frozenset({"buiten", "fg", "wmo", MENTOR["id"]})
EVERYBODY: Final = APART | {"arts", "nurse", "ecd", "consulent"}
NURSING: Final = APART | {"nurse", "ecd", "consulent"}  # who may not see what is the GP's alone
DOCTOR: Final = APART | {"arts"}
CONTACTS: Final = APART | {"consulent"}
OTHERS: Final = APART | {"arts", "consulent"}  # than the organisation that wrote it
HIDDEN: Final = ("his-2", "aanbieder")  # care systems of which nobody here sees anything


@dataclass(frozen=True)
class Kind:
    """`happen`: makes one, anew each time. `signs`: it changes what counts as said, and with it every mark of where a
    search is to go on or of what is offered to keep, which are of one state of that and answer 410 in another."""

    name: str
    hidden_from: frozenset[str]
    happen: Callable[[Town, random.Random], None]
    signs: bool = False


def _facts(made: Town, chance: random.Random) -> None:
    _send(made, chance.choice(HIDDEN), *(_fact(made, chance, n) for n in range(chance.randint(1, 3))))


def _sensitive(made: Town, chance: random.Random) -> None:
    """Of a source the doctor does see; what is visible may point at it, and it points at what is visible."""
    links = {"encounter": {"reference": "Encounter/v1"}, "evidence": [{"detail": [{"reference": "Condition/n1"}]}]}
    id_ = chance.choice(("later", f"s{made.serial}"))
    _send(made, "ecd", condition(chance.choice(("P76", "P70")), id_, onsetDateTime=_day(chance), **links))


def _linked(made: Town, chance: random.Random) -> None:
    """A visible goal is delivered anew, with one more link to something that is sensitive."""
    others = [f"s{chance.randrange(made.serial + 1)}" for _ in range(chance.randint(1, 2))]
    _send(made, "ecd", *(condition("P76", one, onsetDateTime=_day(chance)) for one in others),
          {**rich.goal("later", *others), "meta": _counted(made)})  # fmt: skip


def _between(made: Town, _chance: random.Random) -> None:
    """A visible problem was something sensitive for a while, and is again what it was."""
    day = (START + timedelta(days=4)).isoformat()
    for code in ("P76", PLAIN[2]):
        _send(made, "ecd", condition(code, "n4", onsetDateTime=day, meta=_counted(made)))


def _behind_a_contact(made: Town, chance: random.Random) -> None:
    """One fact more on a day of which it is known that there was contact, by other rules and of other kinds."""
    day = (START + timedelta(days=chance.choice((0, 2, 3)))).isoformat()
    id_ = f"b{made.serial}"
    facts = (condition("P76", id_, onsetDateTime=day), condition("K86", id_, onsetDateTime=day),
             rich.observation(id_, effectiveDateTime=day))  # fmt: skip
    _send(made, "ecd", chance.choice(facts))


def _masked(made: Town, chance: random.Random) -> None:
    """A change in elements that are masked for nursing: a note, the number of a weight, and the bytes of a letter."""
    _send(made, "his", condition("K86", "h1", note=[{"text": f"anders {made.serial} {chance.random()}"}],
                                 meta=_counted(made)),
          rich.weight("w1", chance.choice((1, 79.9, 81.5, 110)), meta=_counted(made)))  # fmt: skip
    other = f"b2-{made.serial}"
    accepted(made, "his", rich.document(made, "his", patient(), rich.letter("d2", other), rich.binary(other, other)))


def _long_ago(made: Town, chance: random.Random) -> None:
    year = chance.randint(1950, 1999)
    _send(made, "his", condition(chance.choice(PLAIN), f"w{made.serial}", onsetDateTime=f"{year}-03-01"))


def _base_data(made: Town, chance: random.Random) -> None:
    """A person as only a hidden source describes them; nothing of it is to lead or to be a remark."""
    n = made.serial
    members: dict[str, Any] = {
        "name": [{"use": "official", "family": f"Anders{n}", "given": ["Tim"]}],
        "birthDate": chance.choice(("1967-08-13", "1968-01-01", "1967")),
        "address": [{"line": [f"Straat {n}"], "city": "Waterwijk"}],
        "telecom": [{"system": "phone", "value": f"06{n}"}, {"system": "email", "value": f"w{n}@voorbeeld.nl"}],
        "maritalStatus": {"text": "gescheiden"},
        "contact": [{"name": {"text": "Buurvrouw"}}],
    }
    accepted(made, chance.choice(HIDDEN), bundle(patient(**members)))


def _people(made: Town, chance: random.Random) -> None:
    """Who is around the client according to a hidden party: relatives, a team, a practitioner, itself."""
    n = made.serial
    known = (
        {"resourceType": "Practitioner", "id": f"pr{n}", "name": [{"text": "I. Ibis"}]},
        {"resourceType": "Organization", "id": f"or{n}", "name": "Jeugdhulp De Brug"},
        rich.relative(chance.choice(("later", f"rp{n}")), "Zoon"),
        rich.team(f"t{n}", f"Practitioner/pr{n}", f"RelatedPerson/rp{n}"),
    )
    _send(made, chance.choice(HIDDEN), *known)


def _documents(made: Town, chance: random.Random) -> None:
    sender = chance.choice(HIDDEN)
    said = f"van {made.serial}"
    sent = rich.document(made, sender, patient(), rich.letter("hd", "hb"), rich.binary("hb", said))
    accepted(made, sender, sent)


def _messages(made: Town, chance: random.Random) -> None:
    """An allocation of youth care between two others, about the same client; and a claim under it."""
    kop = bouw.Kop(JEUGD, JEUGDZORG, f"H{made.serial}")
    number = str(1000 + made.serial)
    allocated = bouw.toegewezen_nodes("Jeugdwet", number, ReferentieAanbieder=None, RedenWijziging=None)
    accepted(made, "jeugd", bouw.vol301("Jeugdwet", (allocated,), kop, bsn=BSN))


def _parked(made: Town, chance: random.Random) -> None:
    sent = bundle(condition(chance.choice(PLAIN), f"k{made.serial}", f"Patient/onbekend-{made.serial}"))
    assert made.world.send(chance.choice(("his-2", "ecd", "his")), sent).status_code == 202


def _rejected(made: Town, chance: random.Random) -> None:
    sent = bundle(patient("123456789"), condition(id_=f"x{made.serial}"))
    assert made.world.send(chance.choice(("his-2", "ecd", "his")), sent).status_code == 422


def _elsewhere(made: Town, chance: random.Random) -> None:
    """Another client, in nobody's caseload here."""
    sent = bundle(patient(BSN_OTHER, "q1"), condition(chance.choice(PLAIN), f"q{made.serial}", "Patient/q1"))
    accepted(made, "aanbieder", sent)


def _not_for_the_client(made: Town, chance: random.Random) -> None:
    """District nursing keeps something it wrote from the client: between these two."""
    record = record_id(made.house.vault, "ecd", "Condition", chance.choice(("n1", "n2", "n4")))
    review = made.house.today() + timedelta(days=30)
    asked = Asked((record,), (), ("client",), "wgbo-ander", review, f"Reden {made.serial}", "Wijkzorg, 010 1")
    withholding.begin(made.house, made.caller("nurse"), made.handle("nurse"), asked)


def _restricted(made: Town, chance: random.Random) -> None:
    """A hidden party withholds what it delivered itself, from whoever is here."""
    party = chance.choice(("gemeente", "praktijk", "wijkzorg"))
    provision = {"type": "deny", "actor": [actor(party)], "dataPeriod": {"end": "2030-01-01"}}
    accepted(made, "his-2", bundle(patient(), consent(provision, id=f"hc{made.serial}")))


def _proposed(made: Town, _chance: random.Random) -> None:
    """A hidden party proposes about what it delivered, and the client elsewhere: nothing counts before it is signed."""
    provision = {"type": "permit", "actor": [actor("gemeente")], "action": [action()],
                 "dataPeriod": {"end": "2030-01-01"}}  # fmt: skip
    accepted(made, "his-2", bundle(patient(), consent(provision, id=f"hp{made.serial}")))
    said = consent(provision, patient={"reference": f"Patient/{made.client}"})
    consents_in.post(made.house, made.owner(), {**said, "id": f"pc{made.serial}"})


def _let_in(made: Town, chance: random.Random) -> None:
    """The client shares with another organisation, or keeps something from it.

    Not with a person by name: who that is not is unknown of a system without anybody in front of it.
    """
    other = {"kind": "org", "id": chance.choice(("praktijk-2", "jeugdzorg"))}
    more = {"id": "z", "effect": chance.choice(("permit", "deny")), "who": other, "what": {"domain": ["huisarts"]}}
    sign(made, [*rich.WISHES, more], emergency="forbid")


def _asked(made: Town, chance: random.Random) -> None:
    """A client says of something of the GP's that it is not right: between these two."""
    _send(made, "his", condition("T90", f"r{made.serial}", onsetDateTime="1990-01-01"))
    rectify.ask(made.house, made.owner(), record_id(made.house.vault, "his", "Condition", f"r{made.serial}"), "Nooit")


def _asked_elsewhere(made: Town, _chance: random.Random) -> None:
    """The same about what a hidden party wrote."""
    _send(made, "his-2", condition("T90", f"r{made.serial}"))
    about = record_id(made.house.vault, "his-2", "Condition", f"r{made.serial}")
    rectify.ask(made.house, made.owner(), about, "Nooit gehad")


def _self_score(made: Town, chance: random.Random) -> None:
    selfscores.give(made.house, made.owner(), "2017", {"tijdsbesteding": chance.randint(1, 5)}, START)


def _looks(made: Town, chance: random.Random) -> None:
    """A colleague elsewhere looks, meets, or opens the record in need."""
    other = made.caller("arts-2")
    handle = made.house.vault.handle(callers.viewer(other), made.client)
    disclose.disclose(made.house, other, handle)
    if chance.random() < 0.5:
        meet.confirm(made.house, other, meet.start(made.house, other, handle), ("arts", "verpleegkundige"))
    emergency.ask(made.house, other, handle, "Gevallen en niet aanspreekbaar")


def _relation(made: Town, _chance: random.Random) -> None:
    register.relation(made.house, Bsn(BSN), "org:jeugdzorg", "toewijzing")


KINDS: Final = tuple(
    Kind(name, hidden, happen, signs)
    for hidden, signs, kinds in (
        (EVERYBODY, False, {
            "facts of a hidden source": _facts, "base data": _base_data, "people": _people, "documents": _documents,
            "messages of others": _messages, "parked": _parked, "rejected": _rejected, "another client": _elsewhere,
            "proposals": _proposed, "a question to a hidden source": _asked_elsewhere,
            "a score of the client's own": _self_score, "others look": _looks, "a relation": _relation}),
        (EVERYBODY, True, {"withheld": _restricted, "let in": _let_in}),
        (NURSING, False, {"masked": _masked, "long ago": _long_ago, "a question to the GP": _asked}),
        (DOCTOR, False, {
            "sensitive": _sensitive, "links to the sensitive": _linked, "sensitive for a while": _between}),
        (CONTACTS, False, {"behind a contact": _behind_a_contact}),
        (OTHERS, False, {"not for the client": _not_for_the_client}),
    )
    for name, happen in kinds.items()
)  # fmt: skip


def _send(made: Town, sender: str, *resources: dict[str, Any]) -> None:
    accepted(made, sender, bundle(patient(), *resources))


def _counted(made: Town) -> dict[str, Any]:
    """What a FHIR server writes at each change of a resource, whatever it is that changed."""
    when = datetime(2026, 2, 1, tzinfo=UTC) + timedelta(minutes=made.serial)
    return {"versionId": str(made.serial), "lastUpdated": when.isoformat()}


def _fact(made: Town, chance: random.Random, n: int) -> dict[str, Any]:
    id_, day = f"f{made.serial}-{n}", _day(chance)
    match chance.randrange(5):
        case 4:
            return rich.weight(id_, chance.choice((79.9, 81.5)), effectiveDateTime=day)
        case 0:
            return condition(chance.choice((*PLAIN, *SENSITIVE)), id_, onsetDateTime=day)
        case 1:
            return rich.observation(id_, effectiveDateTime=day)
        case 2:
            return rich.visit(id_, period={"start": day})
        case _:
            return {"resourceType": "Goal", "id": id_, "lifecycleStatus": "active", "description": {"text": "Iets"},
                    "subject": SUBJECT, "startDate": day}  # fmt: skip


def _day(chance: random.Random) -> str:
    """Also long ago and still to come, where columns and pages would show it."""
    return (START + timedelta(days=chance.choice((-4000, -300, 0, 1, 2, 30, 200, 700)))).isoformat()
