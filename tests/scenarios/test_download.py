"""The client takes the whole record along; so does who decides for them, as far and as long as they do."""

from __future__ import annotations

import json as plain
from datetime import timedelta

import pytest

from gateway.errors import Gone, NotFound
from gateway.fhir import check
from gateway.flows import behalf, callers, download, representation, reread, steward
from gateway.flows.house import House
from gateway.flows.wishes import Grant
from gateway.identifiers import Bsn
from gateway.portal.client.download import readable
from gateway.registry import clients
from gateway.stages.decided import Caller
from tests.builders.world import BSN, World, bundle, condition, patient
from tests.conftest import Clock

PARENT, OTHER = "999911120", "999998778"
CHILD_BORN = "2018-08-13"


def someone(house: House, bsn: str) -> Caller:
    with house.database.work() as session:
        client = clients.find_or_make(session, house.vault, Bsn(bsn), house.now())
    return Caller(client, "Tim Wit", None, None, None, client=client)


def delivered(world: World, born: str = CHILD_BORN) -> Caller:
    world.send("ecd", bundle(patient(birthDate=born), condition(id_="n1")))
    world.send("his", bundle(patient(birthDate=born), condition("K86", "h1", note=[{"text": "5.10 <b>"}])))
    return someone(world.house, BSN)


def note_gezag(world: World, type_: str, **members: object) -> None:
    """What the register says of authority over the client."""
    minor = {"minderjarige": {"burgerservicenummer": BSN}}
    representation.note_gezag(world.house, Bsn(BSN), {"gezag": [{**minor, "type": type_, **members}]})


def parent_of(world: World) -> tuple[Caller, str]:
    """Somebody with authority over the client by the register, and their handle for the client."""
    note_gezag(world, "EenhoofdigOuderlijkGezag", ouder={"burgerservicenummer": PARENT})
    parent = someone(world.house, PARENT)
    return parent, behalf.represented(world.house, parent)[0].handle


def test_the_bundle_is_whole_and_passes_our_own_checks(world: World) -> None:
    client = delivered(world, "1967-08-13")
    text = "".join(download.take(world.house, client).fhir())
    document = plain.loads(text)
    types = [entry["resource"]["resourceType"] for entry in document["entry"]]
    assert types[:2] == ["Composition", "Patient"]
    assert types.count("Condition") == 2
    assert "AuditEvent" in types
    assert check.check(document) == ()
    addresses = {entry["fullUrl"] for entry in document["entry"]}
    assert len(addresses) == len(document["entry"])
    sections = document["entry"][0]["resource"]["section"]
    named = [one["reference"] for section in sections for one in section.get("entry", [])]
    assert named
    assert all(any(address.endswith(f"/{name}") for address in addresses) for name in named)
    assert client.client not in text


def test_the_page_needs_nothing_else_and_names_nobody_in_markup(world: World) -> None:
    client = delivered(world, "1967-08-13")
    text = readable(download.take(world.house, client))
    assert "5.10 &lt;b&gt;" in text
    assert "src=" not in text
    assert "http://" not in text.replace("http-equiv", "")
    assert "Uzelf" in text  # that it was taken along stands in it as well
    assert "Bewaar het op een plek waar niemand anders bij kan." in text


def test_it_is_on_the_log_with_every_record(world: World) -> None:
    client = delivered(world)
    download.take(world.house, client)
    looks = reread.who_looked(world.house, client)
    assert looks[0].what == "heel dossier bewaren: huisarts, wijkverpleging"


def test_an_offer_ends_with_what_it_was_made_for(world: World) -> None:
    client = delivered(world, "1967-08-13")
    offered = download.offer(world.house, client)
    assert download.take(world.house, client, state=offered.state).disclosed.items
    until = world.house.today() + timedelta(days=30)
    steward.share(world.house, client, Grant("org:praktijk", what=("wijkverpleging",), contact_only=False, until=until))
    with pytest.raises(Gone):
        download.take(world.house, client, state=offered.state)
    taken = download.take(world.house, client, state=download.offer(world.house, client).state)
    assert [one.own for one in taken.signed] == [True]
    assert "Praktijk De Linde" in taken.signed[0].sentences[0]


def test_a_parent_takes_it_along_until_authority_ends(world: World) -> None:
    client = delivered(world)
    parent, handle = parent_of(world)
    offered = download.offer(world.house, parent, handle)
    assert offered.name == "Tim Wit"
    taken = download.take(world.house, parent, handle, offered.state)
    assert len(taken.disclosed.items) == 2
    looks = reread.who_looked(world.house, client)
    assert looks[0].who == "iemand die voor u mag beslissen of tekenen"
    assert parent.client not in "".join(taken.fhir()).replace(handle, "")
    note_gezag(world, "GezagNietTeBepalen", toelichting="x")
    with pytest.raises(Gone):
        download.take(world.house, parent, handle, offered.state)
    with pytest.raises(NotFound):
        download.take(world.house, parent, handle)


def test_at_sixteen_the_parents_read_no_more(world: World, clock: Clock) -> None:
    delivered(world, "2012-01-01")
    parent, handle = parent_of(world)
    assert download.take(world.house, parent, handle).disclosed.items
    clock.moment = clock.moment.replace(year=2028)
    assert behalf.represented(world.house, parent) == ()
    with pytest.raises(NotFound):
        download.take(world.house, parent, handle)


def test_a_mentor_reads_within_the_scope_alone(world: World) -> None:
    delivered(world, "1967-08-13")
    scope = [{"id": "m", "effect": "permit", "who": {"kind": "any"}, "what": {"domain": ["huisarts"]}, "how": ["see"],
              "text": "Wat de huisarts opschrijft."}]  # fmt: skip
    representation.appoint(world.house, Bsn(BSN), Bsn(PARENT), "mentor", basis="rechtbank", scope=scope)
    mentor = someone(world.house, PARENT)
    (whom,) = behalf.represented(world.house, mentor)
    assert (whom.capacity, whom.part) == ("mentor", True)
    taken = download.take(world.house, mentor, whom.handle)
    assert {item.tags.domain for item in taken.disclosed.items} == {"huisarts"}
    text = "".join(taken.fhir())
    assert "Wijkzorg" not in text
    assert (taken.looks, taken.events, taken.signed) == ((), (), ())
    assert reread.who_looked(world.house, mentor, whom.handle) == ()


def test_a_stranger_and_a_professional_get_nothing(world: World) -> None:
    client = delivered(world)
    stranger = someone(world.house, OTHER)
    for handle in (str(client.client), world.house.vault.handle(callers.viewer(stranger), str(client.client)), "x"):
        with pytest.raises(NotFound):
            download.take(world.house, stranger, handle)


def test_over_http_it_is_for_the_client(town: World) -> None:
    assert town.web.get("/clients/mijn/dossier", headers=town.headers("his")).status_code == 403
    assert town.web.get("/clients/mijn/dossier").status_code == 401
