"""One made-up client, whole enough to look at: a year of nursing, GP and Wmo, and the answers flows would give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from gateway.consent.custody import KeyFacts
from gateway.consent.keys import Key
from gateway.consent.withholding import grounds
from gateway.errors import NotFound
from gateway.flows import entrusting
from gateway.flows.acting import Under
from gateway.flows.answers import (
    ClientCard,
    Forbidden,
    KeyCard,
    Look,
    MeetingScreen,
    Objected,
    Option,
    Party,
    Persona,
    Proposal,
    Proposed,
    Receipt,
    Replaced,
    Session,
    Sharing,
    SharingCard,
    TableCard,
)
from gateway.flows.behalf import Represented
from gateway.flows.delegated import Delegated
from gateway.flows.delegated import Signed as SignedUnder
from gateway.flows.download import Offer, Signed, Whole
from gateway.flows.helping import Contact, Decider, Helpers, Mandated
from gateway.flows.mandates import Given
from gateway.flows.proof import Proof
from gateway.flows.rectify import Question
from gateway.flows.withholdable import Choice, Wanted
from gateway.flows.withholding import Opened, Running, Told
from gateway.mappings import rectification
from gateway.mappings.zrm.forms import observations
from gateway.review.withholdings import Account, Withholding
from gateway.stages.decided import Caller
from gateway.stages.disclosed import Body, Disclosed, DisclosedItem
from gateway.stages.vocabulary import FhirJson
from gateway.wire import json
from omaha import zrm
from omaha.zrm import Rater
from tests.unit.timeline.items import NURSE, PATIENT, TODAY, disclosed, item, life, problem

CLIENT = Caller(person="c-1", name="Jan de Vries", org=None, org_name=None, orgtype=None, client="c-1")
PRO_SESSION = Session(caller=NURSE, csrf="csrf-pro")
CLIENT_SESSION = Session(caller=CLIENT, csrf="csrf-client")
GP = Party("person:zv-01", "H. Smit", "huisarts, Huisartsenpraktijk De Linde", "huisarts")
CONSULENT = Party("person:zv-05", "Yasmina el Amrani", "Wmo-consulent, Gemeente Voorbeeldstad", "gemeente")
CARER = Party("person:zv-07", "Anneke de Vries", "mantelzorger", "informeel")
REMARKS: list[dict[str, Any]] = [
    {
        "url": "https://wijkdossier.nl/fhir/StructureDefinition/afwijkende-waarde",
        "extension": [
            {"url": "veld", "valueCode": "birthDate"},
            {"url": "bron", "valueString": "Thuiszorg De Brug"},
            {"url": "waarde", "valueString": "1951-05-04"},
        ],
    }
]


def items() -> tuple[DisclosedItem, ...]:
    return tuple(replace(found, record=f"r{n:03}") for n, found in enumerate(_items()))


def _items() -> Iterator[DisclosedItem]:
    for week in range(50):
        day = TODAY - timedelta(days=7 * week + week % 3)
        visit = {
            "resourceType": "Encounter",
            "status": "finished",
            "class": {"code": "HH"},
            "period": {"start": f"{day}T08:30:00+01:00", "end": f"{day}T09:10:00+01:00"},
            "participant": [{"individual": {"display": "M. Bakker, wijkverpleegkundige"}}],
        }
        yield item(visit, day, own=True, why="U hebt dit zelf geschreven.")
        if week % 2 == 0:
            yield item(
                {
                    "resourceType": "Observation",
                    "status": "final",
                    "code": {"text": "Status van het probleem"},
                    "valueInteger": 2 + week % 3,
                    "performer": [{"display": "M. Bakker"}],
                },
                day,
                own=True,
                life=(life("lichamelijke-gezondheid", basis="own-assessment"), life("basale-adl", primary=False)),
                problems=(problem("PB0024", basis="own-assessment"),),
            )
        if week % 4 == 1:
            yield item(
                {
                    "resourceType": "Composition",
                    "status": "final",
                    "type": {"text": "Patiëntcontactverslag"},
                    "title": "Hoesten",
                    "author": [{"display": "H. Smit, huisarts"}],
                    "section": [
                        {"title": "Subjectief (S)", "text": {"div": "<div>Sinds twee maanden hoesten.</div>"}},
                        {"title": "Plan (P)", "text": {"div": "<div>Ander middel, over twee weken terug.</div>"}},
                    ],
                },
                day - timedelta(days=2),
                domain="huisarts",
                narrative=True,
                life=(life("lichamelijke-gezondheid", confidence="medium"),),
                problems=(problem("PB0028", confidence="medium"),),
                why="De cliënt deelt verslagen van de huisarts met u tot en met 20 mei 2027.",
            )
        if week % 9 == 3:
            contact = {
                "resourceType": "Encounter",
                "status": "finished",
                "participant": [{"individual": {"display": "H. Smit, huisarts"}}],
                "period": {"start": f"{day}"},
            }
            yield item(contact, day, domain="huisarts", level="contact-only")
    yield from _decisions()


def _decisions() -> Iterator[DisclosedItem]:
    for day, text, lane, code in (
        (date(2026, 3, 12), "Begeleiding individueel", "tijdsbesteding", "PB0007"),
        (date(2026, 5, 20), "Huishoudelijke hulp", "instrumentele-adl", "PB0002"),
        (date(2026, 9, 1), "Vervoer naar de dagbesteding", "sociaal-netwerk", "PB0006"),
        (date(2027, 1, 4), "Dagbesteding, vijf ochtenden per week", "tijdsbesteding", "PB0007"),
    ):
        yield item(
            {
                "resourceType": "ServiceRequest",
                "status": "active",
                "code": {"text": text},
                "authoredOn": f"{day}",
                "occurrencePeriod": {"start": f"{day}", "end": f"{day.replace(year=day.year + 1)}"},
                "quantityRatio": {
                    "numerator": {"value": 3, "unit": "uur"},
                    "denominator": {"value": 1, "unit": "week"},
                },
                "requester": {"display": "Gemeente Voorbeeldstad"},
            },
            day,
            domain="wmo",
            life=(life(lane, confidence="low"),),
            problems=(problem(code, confidence="low"),),
            why="De cliënt deelt besluiten van de gemeente met u tot en met 20 mei 2027.",
        )
    yield item(
        {"resourceType": "AllergyIntolerance", "code": {"text": "penicilline"}, "recordedDate": "1999"},
        None,
        domain="huisarts",
        life=(life("lichamelijke-gezondheid"),),
    )


def record(caller: Caller = NURSE) -> Disclosed:
    found = disclosed(*items(), patient={**PATIENT, "extension": REMARKS})
    return replace(found, caller=caller, handle="mijn" if caller.client else found.handle)


PERSONAS = (
    Persona("zv-01", "H. Smit", "huisarts", "Huisartsenpraktijk De Linde", "zorgverlener"),
    Persona("zv-03", "Marieke Bakker", "wijkverpleegkundige", "Thuiszorg De Brug", "zorgverlener"),
    Persona("zv-05", "Yasmina el Amrani", "Wmo-consulent", "Gemeente Voorbeeldstad", "zorgverlener"),
    Persona("cl-01", "Jan de Vries", "cliënt", "", "client"),
    Persona("cl-02", "Laila Aziz", "cliënt", "", "client"),
)
CARDS = (
    ClientCard("Zk3handle", "Jan de Vries", "1951-04-05"),
    ClientCard("Q91handle", "Laila Aziz", "1988-11"),
    ClientCard("mm8handle", "Petra Jansen-van den Oudenrijn", ""),
)
SIGNED = datetime(2026, 11, 24, 12, tzinfo=UTC)
SHARING = Sharing(
    client_name="meneer De Vries",
    cards=(
        SharingCard(GP, ("H. Smit mag zien: wat de wijkverpleging opschrijft.",), date(2027, 5, 20)),
        SharingCard(CONSULENT, ("Yasmina el Amrani mag zien dat er contact was met de wijkverpleging.",), None),
    ),
    others=(CARER, Party("org:org-linde", "Huisartsenpraktijk De Linde", "organisatie", "huisarts")),
    version=4,
    custody="C",
    forbidden=(
        Forbidden(
            "r-9",
            ("Niemand mag dit zien of gebruiken: wat er staat over geestelijke gezondheid.",),
            ("H. Smit mag dit zien: het stuk nummer 12.",),
        ),
    ),
    objections=(Objected("Huisartsenpraktijk De Linde", "verpleging en verzorging", denies=True),),
    proposals=(Proposed("v-1", "Huisartsenpraktijk De Linde", ({"text": "Wijkzorg mag dit zien: alles."},), SIGNED),),
)
PROPOSAL = Proposal(
    party=GP,
    options=(
        Option("wijkverpleging", "wat de wijkverpleging opschrijft", chosen=True),
        Option("wmo", "besluiten van de gemeente over hulp (Wmo)", chosen=True),
        Option("jeugdhulp", "besluiten en hulp van de jeugdhulp", chosen=False),
    ),
    sees_not=("besluiten en hulp van de jeugdhulp",),
    contact_only=False,
    until=date(2027, 11, 20),
)
OFFER = Offer("meneer De Vries", "stand-1")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEYS = (KeyCard("kid-a", "A", NOW, True), KeyCard("kid-c", "C", NOW - timedelta(days=90), False))
RECEIPT = Receipt(5, "0f3a9c" * 10 + "abcd", ("H. Smit mag zien: wat de wijkverpleging opschrijft, tot 20 mei 2027.",))
PROOF = Proof(
    version=5,
    policy_hash=RECEIPT.policy_hash,
    sentences=RECEIPT.sentences,
    recorded=datetime(2026, 11, 24, 9, 5, tzinfo=UTC),
    number=1207,
    checkpoint="wijkdossier.example.nl/audit\n1210\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\n"
    f"— wijkdossier.example.nl/audit {'A' * 92}\n",
    document='{"format":"wijkdossier-bewijs/1"}',
)
LOOKS = (
    Look(
        when=datetime(2026, 11, 24, 9, 5, tzinfo=UTC),
        who="H. Smit, huisarts",
        organisation="Huisartsenpraktijk De Linde",
        what="tijdlijn: wijkverpleging, Wmo",
        why="voor uw zorg",
        via="scherm",
        outcome="gezien",
    ),
    Look(
        when=datetime(2026, 11, 24, 7, 41, tzinfo=UTC),
        who="Yasmina el Amrani, Wmo-consulent",
        organisation="Gemeente Voorbeeldstad",
        what="wilde iets zien en mocht dat niet",
        why="voor hulp van de gemeente",
        via="koppeling",
        outcome="geweigerd",
    ),
    Look(
        when=datetime(2026, 11, 20, 23, 30, tzinfo=UTC),
        who="uzelf",
        organisation="",
        what="veranderde wie wat mag zien",
        why="",
        via="scherm",
        outcome="gewijzigd",
    ),
)
MEETING = MeetingScreen(
    id="m-1",
    handle="Zk3handle",
    client_name="Jan de Vries",
    candidates=(
        Party("zv-01", "H. Smit", "huisarts, Huisartsenpraktijk De Linde", "huisarts"),
        Party("zv-03", "Marieke Bakker", "wijkverpleegkundige, Thuiszorg De Brug", "wijkverpleging"),
        Party("zv-05", "Yasmina el Amrani", "Wmo-consulent, Gemeente Voorbeeldstad", "gemeente"),
        Party("zv-07", "Anneke de Vries", "mantelzorger", "informeel"),
    ),
    present=(),
    confirmed_at=None,
    closed=False,
    disclosed=None,
)


def whole(reader: Caller) -> Whole:
    """The client's own record, to take along."""
    return Whole(
        name="meneer De Vries",
        made=NOW,
        disclosed=record(reader),
        looks=LOOKS,
        events=(),
        signed=(Signed(True, 5, RECEIPT.sentences), Signed(False, 1, ())),
        documents=(),
        base="https://wijkdossier.example.nl/fhir",
        withheld=TOLD,
    )


GROUND = grounds()["wgbo-ander"]
REVIEW = date(2026, 12, 3)
TOLD = (Told("Thuiszorg De Linde", GROUND, REVIEW, "M. Bakker, 010 1234567"),)
WITHHELD = Opened(
    Running("w-1", "Zk3handle", "DE VRIES, Jan", GROUND, ("client",), 1, date(2026, 11, 1), REVIEW, soon=True),
    (
        (
            Withholding("c", "w-1", 1, "o", "begin", GROUND.id, ("client",), ("r",), (), date(2027, 4, 1), NOW),
            Account("De buurvrouw vroeg dit voor zich te houden.", "M. Bakker", "", "M. Bakker, 010 1234567"),
        ),
    ),
    (record().items[3],),
)
SOME_RECORD = record().items[3].record
VISIT = record().items[0].record


def disputed(reader: Caller, id_: str) -> DisclosedItem:
    found = next((item for item in record(reader).items if item.record == id_), None)
    if found is None:
        raise NotFound("not-found", "Nothing here")
    return found


def named(reader: Caller, ids: tuple[str, ...]) -> tuple[DisclosedItem, ...]:
    return tuple(disputed(reader, id_) for id_ in ids)


def choice(reader: Caller, wanted: Wanted) -> Choice:
    """Own items, ten a page."""
    own = [item for item in record(reader).items if item.own and item.record not in wanted.chosen]
    first = 10 * (wanted.page - 1)
    return Choice(named(reader, wanted.chosen), tuple(own[first : first + 10]), wanted.page, len(own) > first + 10)


def _told(content: FhirJson) -> Body:
    return Body(lambda: (content, json.dumps(content)))


def questions(reader: Caller) -> tuple[Question, ...]:
    """Three questions for rectification: one that waits, one refused with its reason, one done whose item is gone."""
    whole = record(reader)
    about = whole.items[3]
    asked = rectification.made(
        "taak-1",
        f"{about.type}/{about.record}",
        "c",
        about.source_name,
        "Dat was niet op die dag.",
        NOW,
        date(2026, 12, 24),
    )
    refused = rectification.answered(asked, "refused", "Wij hebben het nagekeken. De dag klopt.", NOW)
    done = rectification.answered(asked, "done", "", NOW)
    return tuple(
        Question(replace(about, record=f"taak-{n}", type="Task", body=_told(content)), item, whole)
        for n, (content, item) in enumerate(((asked, about), (refused, about), (done, None)), 1)
    )


def scored(reader: Caller) -> Disclosed:
    """Scores of both raters on two domains, over a year."""
    whole = record(reader)
    given = (
        ("sociaal-netwerk", "professional", 2, "2026-01-10"),
        ("sociaal-netwerk", "professional", 3, "2026-07-01"),
        ("sociaal-netwerk", "client", 4, "2026-03-05"),
        ("sociaal-netwerk", "client", 3, "2026-11-01"),
        ("huisvesting", "client", 5, "2026-11-01"),
    )
    return replace(whole, items=tuple(_score(whole.items[0], n, *one) for n, one in enumerate(given)))


def _score(like: DisclosedItem, n: int, domain: str, rater: Rater, level: int, day: str) -> DisclosedItem:
    instrument = zrm.instrument("2017", rater)
    author = {"reference": "Patient/c"} if rater == "client" else {"type": "Practitioner", "display": "M. Bakker"}
    form = {
        "resourceType": "QuestionnaireResponse", "id": "q", "status": "completed", "authored": day, "author": author,
        "source": author, "item": [{"linkId": domain, "answer": [{"valueInteger": level}]}],
    }  # fmt: skip
    content = observations(form, instrument)[0]
    return replace(like, record=f"s-{n}", type="Observation", level="see", body=_told(content))


HELPERS = Helpers(
    deciders=(Decider("Karel Mulder", "mentor", datetime(2028, 1, 1, 12, tzinfo=UTC), part=True, counts=True),),
    given=(
        Mandated(
            Given("m-1", "c", "d", "Anneke mag dit.", ("wat uw huisarts opschrijft",), NOW, live=True),
            "Anneke de Vries",
            before=NOW + timedelta(days=40),
        ),
        Mandated(Given("m-0", "c", "d", "x", ("wat u zelf invult",), NOW, live=False), "Piet Smit"),
    ),
    received=(
        Mandated(
            Given("m-7", "e", "c", "x", ("wat uw huisarts opschrijft",), NOW, live=True), "Laila Aziz", "voor-laila"
        ),
        Mandated(
            Given("m-8", "f", "c", "x", ("wat u zelf invult",), NOW, live=True, counts=NOW + timedelta(1)), "Bo Mol"
        ),
    ),
    represents=(Represented("kind", "Sam de Vries", "ouder", None, part=False),),
    contacts=(Contact("Anneke de Vries", NOW - timedelta(days=9)), Contact("Piet Smit", NOW + timedelta(days=2))),
    code="ABCDEFGH2345",
    signs=False,
)


REPLACED = Replaced(
    gone=("H. Smit mag dit zien: wat de wijkverpleging opschrijft. Dit geldt tot en met 20 mei 2027.",),
    holds=(Forbidden("r-7", ("H. Smit mag dit niet zien of gebruiken: wat u zelf invult.",), ()),),
    yields=(Forbidden("r-8", ("H. Smit mag dit niet zien of gebruiken: alles.",), ()),),
)
OFFERED = entrusting.Offer(
    "Anneke de Vries", "client-anneke", {"kty": "EC", "crv": "P-256", "x": "aa", "y": "bb"},
    "Anneke de Vries mag voor u tekenen over: wat uw huisarts opschrijft.", NOW + timedelta(days=40),
)  # fmt: skip
ENTRUSTED = entrusting.Entrusted(
    Given("m-1", "c", "d", OFFERED.text, ("x",), NOW + timedelta(days=90), live=True, counts=NOW + timedelta(days=3)),
    "Anneke de Vries", ("wat uw huisarts opschrijft", "wat u zelf invult over hoe het met u gaat"), "A",
    "0f3a9c" * 10 + "abcd", NOW, None, None,
)  # fmt: skip
STOPPED = replace(
    ENTRUSTED, given=replace(ENTRUSTED.given, id="m-0", live=False), ended=NOW + timedelta(days=1), stopped_by="C"
)
MANDATE = Delegated(
    "voor-laila", "Laila Aziz", Under("client-laila", "m-7"), ("wat uw huisarts opschrijft",),
    datetime(2027, 6, 1, tzinfo=UTC),
)  # fmt: skip
SIGNED_UNDER = (SignedUnder(4, NOW - timedelta(days=1)), SignedUnder(2, NOW - timedelta(days=9)))
DELEGATE_KEYS = (
    Key("client-laila", "client-laila", "c-1", "m-7", {}, "jws", live=True,
        facts=KeyFacts("kid-b", "B", "geen", first=False, bound=0), binding=None),
)  # fmt: skip


def confirmed(present: tuple[str, ...]) -> MeetingScreen:
    return replace(
        MEETING,
        present=tuple(party for party in MEETING.candidates if party.key in {*present, NURSE.person}),
        confirmed_at=datetime(2026, 11, 24, 12, 4, tzinfo=UTC),
        disclosed=record(),
    )


TABLES = (
    TableCard(
        "m-2",
        NOW,
        (("zv-01", "H. Smit, Huisartsenpraktijk De Linde"), ("zv-05", "Y. el Amrani, Gemeente")),
        (),
        None,
        options=("huisarts", "wijkverpleging", "wmo"),
    ),
    TableCard(
        "m-3",
        NOW - timedelta(days=1),
        (("zv-01", "H. Smit, Huisartsenpraktijk De Linde"),),
        ("H. Smit mag dit zien: wat de wijkverpleging opschrijft. Alleen bij een overleg.",),
        1_795_530_000,
        options=("wijkverpleging",),
    ),
)
