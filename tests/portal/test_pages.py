"""Every page, as the browser gets it: who may open it, what it holds, what it must never hold."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from fastapi.testclient import TestClient

from gateway.consent import explained, templates
from gateway.consent.spoken import ORGTYPE
from gateway.flows.wishes import DOMAINS, Grant
from gateway.portal import headers, rendering
from gateway.stages.disclosed import Body
from gateway.timeline.vocabulary import NOTICE
from gateway.wire import json
from omaha import zrm
from tests.portal import story
from tests.portal.site import Calls

PRO_PAGES = (
    "/c/Zk3handle/zelfredzaamheid",
    "/clienten",
    "/c/Zk3handle/tijdlijn",
    "/c/Zk3handle/tijdlijn/afdruk",
    "/overleggen",
    "/o/m-1/tafel",
    "/o/m-1/vraag",
    "/verbeteringen",
    "/achtergehouden",
    "/achtergehouden/w-1",
    f"/c/Zk3handle/achterhouden?wat={story.SOME_RECORD}",
    f"/c/Zk3handle/achterhouden?wat={story.SOME_RECORD}&wat={story.VISIT}",
    "/c/Zk3handle/achterhouden/kies",
)
CLIENT_PAGES = (
    "/mijn",
    "/mijn/delen",
    "/mijn/delen/nieuw?met=person:zv-01",
    "/mijn/delen/stop?met=person:zv-01",
    "/mijn/delen/ogen",
    "/mijn/delen/ogen/zv-01",
    "/mijn/delen/ogen/zv-01/niet",
    "/mijn/delen/ogen/zv-99",
    "/mijn/bewijs/5",
    "/mijn/gekeken",
    "/mijn/overleg",
    "/mijn/delen/wens/alles",
    "/mijn/delen/wens/een-onderdeel",
    "/mijn/delen/wens/niemand-over",
    "/mijn/delen/wens/niemand-gevoelig",
    "/mijn/delen/wens/weg?regel=r-9",
    "/mijn/download",
    "/mijn/helper",
    "/mijn/hoe-gaat-het",
    "/mijn/hoe-gaat-het/vraag",
    "/mijn/helper/nieuw",
    "/mijn/helper/intrekken?machtiging=m-1",
    "/mijn/helper/machtiging?nummer=m-1",
    "/mijn/helper/machtiging?nummer=m-0",
    "/mijn/sleutel",
    "/mijn/sleutel/kwijt?sleutel=kid-a",
    "/mijn/verbeteringen",
    "/mijn/achtergehouden",
    f"/mijn/verbeteringen/nieuw?wat={story.SOME_RECORD}",
    "/mijn/tijdlijn",
    "/mijn/tijdlijn/afdruk",
)
POSTS = (
    ("pro", "/zoeken"),
    ("pro", "/c/Zk3handle/overleg"),
    ("pro", "/o/m-1/aanwezig"),
    ("pro", "/o/m-1/sluiten"),
    ("pro", "/o/m-1/vraag"),
    ("pro", "/uitloggen"),
    ("client", "/mijn/delen/nieuw"),
    ("client", "/mijn/delen/stop"),
    ("client", "/mijn/delen/voorstel"),
    ("client", "/mijn/overleg"),
    ("client", "/mijn/delen/wens/niemand-over"),
    ("client", "/mijn/delen/wens/weg"),
    ("client", "/mijn/overleg/stop"),
    ("client", "/mijn/download"),
    ("client", "/mijn/verbeteringen/nieuw"),
    ("client", "/mijn/helper/nieuw"),
    ("client", "/mijn/hoe-gaat-het/vraag"),
    ("client", "/mijn/hoe-gaat-het/bewaar"),
    ("pro", "/c/Zk3handle/zelfredzaamheid"),
    ("client", "/mijn/helper/stop"),
    ("client", "/mijn/helper/intrekken"),
    ("client", "/mijn/helper/voorbereiden"),
    ("client", "/mijn/sleutel/kwijt"),
    ("client", "/mijn/helper/contacten"),
    ("client", "/mijn/namens"),
    ("client", "/mijn/sleutel/stop"),
    ("pro", "/verbeteringen/taak-1"),
    ("pro", "/achtergehouden/w-1"),
    ("pro", "/c/Zk3handle/achterhouden"),
    ("client", "/uitloggen"),
)


def assert_secure(response: object) -> None:
    found = response.headers
    assert found["content-security-policy"] == headers.POLICY
    assert found["cache-control"] == "no-store"
    assert found["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", PRO_PAGES)
def test_pages_of_professionals(pro: TestClient, client: TestClient, anonymous: TestClient, path: str) -> None:
    page = pro.get(path)
    assert page.status_code == 200
    assert_secure(page)
    assert client.get(path).status_code == 403
    away = anonymous.get(path)
    assert (away.status_code, away.headers["location"]) == (303, "/inloggen")
    assert_secure(away)


@pytest.mark.parametrize("path", CLIENT_PAGES)
def test_pages_of_clients(pro: TestClient, client: TestClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert_secure(page)
    assert pro.get(path).status_code == 403


@pytest.mark.parametrize("path", [*PRO_PAGES, *CLIENT_PAGES])
def test_nothing_inline_and_every_form_carries_the_token(pro: TestClient, client: TestClient, path: str) -> None:
    reader, token = (pro, "csrf-pro") if path in PRO_PAGES else (client, "csrf-client")
    text = reader.get(path).text
    assert not re.search(r'<script(?! src="/static/[^"]+" defer></script>)', text)
    assert "style=" not in text
    assert not re.search(r"\son[a-z]+=", text)
    for form in re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL):
        assert f'name="csrf" value="{token}"' in form
    assert text.index('class="skip"') < text.index("<header")


@pytest.mark.parametrize("path", [*PRO_PAGES, *CLIENT_PAGES])
def test_getting_a_page_changes_nothing(pro: TestClient, client: TestClient, calls: Calls, path: str) -> None:
    (pro if path in PRO_PAGES else client).get(path)
    assert calls.made == []


@pytest.mark.parametrize(("reader", "path"), POSTS)
@pytest.mark.parametrize("token", ["", "csrf-other"])
def test_a_form_from_elsewhere_does_nothing(
    reader: str, path: str, token: str, request: pytest.FixtureRequest, calls: Calls
) -> None:
    answer = request.getfixturevalue(reader).post(path, data={"csrf": token, "met": story.GP.key, "bsn": "999990019"})
    assert answer.status_code == 403
    assert calls.made == []
    assert_secure(answer)


def test_anybody_may_read_what_each_organisation_shares(
    pro: TestClient, client: TestClient, anonymous: TestClient, calls: Calls
) -> None:
    """The same words for everybody, from the tables that decide; each page leads there."""
    told = []
    for reader in (anonymous, client, pro):
        page = reader.get("/uitleg/wie-deelt-wat")
        assert page.status_code == 200
        assert_secure(page)
        told.append(re.findall(r"<main.*</main>", page.text, re.DOTALL))
        assert 'href="/uitleg/wie-deelt-wat"' in page.text
    assert told[0] == told[1] == told[2]
    (words,) = told[0]
    for row in (*(ORGTYPE[reach.orgtype] for reach in explained.reaches()), explained.version()):
        assert row in words
    assert words.count("Nooit, ook niet als u het deelt") == sum(bool(reach.never) for reach in explained.reaches()) > 0
    assert 'href="/uitleg/wie-deelt-wat"' in anonymous.get("/inloggen").text
    assert calls.made == []


def test_logging_in_sets_a_strict_cookie(anonymous: TestClient) -> None:
    page = anonymous.get("/inloggen")
    [token] = re.findall(r'name="csrf" value="([^"]+)"', page.text)
    answer = anonymous.post("/inloggen", data={"csrf": token, "persona": "cl-01"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/mijn")
    [cookie] = [value for value in answer.headers.get_list("set-cookie") if value.startswith("wd_sessie=client")]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/" in cookie


def test_logging_in_from_another_page_is_refused(anonymous: TestClient) -> None:
    assert anonymous.post("/inloggen", data={"csrf": "made-up", "persona": "cl-01"}).status_code == 403


def test_logging_out_ends_the_session(pro: TestClient, calls: Calls) -> None:
    answer = pro.post("/uitloggen", data={"csrf": "csrf-pro"})
    assert answer.headers["location"] == "/inloggen"
    assert calls.made == [("log_out", "pro")]


def test_searching_never_puts_the_bsn_in_an_address(pro: TestClient) -> None:
    found = pro.post("/zoeken", data={"csrf": "csrf-pro", "bsn": "999990019"})
    assert found.headers["location"] == "/c/Zk3handle/tijdlijn"
    answers = [pro.post("/zoeken", data={"csrf": "csrf-pro", "bsn": bsn}) for bsn in ("999990020", "1", "")]
    assert len({(answer.status_code, answer.text) for answer in answers}) == 1
    assert "Geen cliënt gevonden die u mag zien." in answers[0].text
    assert "99999" not in answers[0].text


def test_absent_and_hidden_clients_look_the_same(pro: TestClient) -> None:
    answers = [pro.get(path) for path in ("/c/nobody/tijdlijn", "/c/hidden/tijdlijn", "/nowhere")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_hidden_items_change_no_byte_of_any_record_page(pro: TestClient, calls: Calls) -> None:
    paths = (
        "/c/Zk3handle/tijdlijn",
        "/c/Zk3handle/tijdlijn?life=justitie",
        "/c/Zk3handle/tijdlijn?page=2&period=alles",
    )
    before = [pro.get(path).content for path in paths]
    calls.record = replace(story.record(), withheld=17)
    assert [pro.get(path).content for path in paths] == before


@pytest.mark.parametrize("path", ["/c/Zk3handle/tijdlijn", "/c/Zk3handle/tijdlijn/afdruk", "/o/m-1/tafel"])
def test_every_record_page_says_that_there_may_be_more(pro: TestClient, calls: Calls, path: str) -> None:
    calls.meeting = story.confirmed(("zv-01",))
    assert NOTICE in pro.get(path).text


def test_the_timeline_shows_lanes_list_and_why(pro: TestClient) -> None:
    text = pro.get("/c/Zk3handle/tijdlijn").text
    assert "DE VRIES, Jan" in text
    assert "05 apr" not in text
    assert "5 apr 1951 (75 jaar)" in text
    assert text.count('<th scope="row">') == 14
    assert 'aria-label="Lichamelijke gezondheid, nov 2026:' in text
    assert "Waarom ziet u dit?" in text
    assert "U hebt dit zelf geschreven." in text
    assert "vastgesteld door verpleegkundige" in text
    assert "Alleen dat er contact was" in text
    assert "volgens Thuiszorg De Brug" in text


def test_chosen_filters_are_shown_and_can_be_taken_away(pro: TestClient) -> None:
    text = pro.get("/c/Zk3handle/tijdlijn?law=Wmo&from=2026-03-01&to=2026-03-31").text
    assert "1 gebeurtenis<" in text
    assert "Wet: Wmo: Wet maatschappelijke ondersteuning" in text
    assert "Periode: 1 mrt 2026 tot en met 31 mrt 2026" in text
    assert 'href="/c/Zk3handle/tijdlijn?law=Wmo#lijst"' in text


@pytest.mark.parametrize("query", ["law=Opiumwet", "from=morgen", "page=0x1", "lief=x"])
def test_a_selection_that_does_not_exist_is_a_readable_page(pro: TestClient, query: str) -> None:
    answer = pro.get(f"/c/Zk3handle/tijdlijn?{query}")
    assert answer.status_code == 422
    assert "Eén van de gekozen dingen bestaat niet." in answer.text


def test_a_long_list_is_cut_in_pages(pro: TestClient) -> None:
    first = pro.get("/c/Zk3handle/tijdlijn?period=alles").text
    last = pro.get("/c/Zk3handle/tijdlijn?period=alles&page=99").text
    assert first.count('<li class="entry') == 40
    assert "Pagina 1 van 3" in first
    assert "Pagina 3 van 3" in last
    assert "Datum niet bekend" in last


def test_on_paper_the_list_is_whole(pro: TestClient) -> None:
    text = pro.get("/c/Zk3handle/tijdlijn/afdruk?period=alles").text
    assert text.count('<li class="entry') > 80
    assert "<details open>" in text
    assert "Alleen voor" in text
    assert 'href="/c/Zk3handle/tijdlijn?period=alles"' in text


def test_sharing_is_two_clicks(client: TestClient, calls: Calls) -> None:
    form = client.get("/mijn/delen/nieuw?met=person:zv-01").text
    assert form.count("checked") == 3  # two parts, and everything of them
    done = client.post(
        "/mijn/delen/nieuw",
        data={"csrf": "csrf-client", "met": "person:zv-01", "wat": ["wmo"], "hoe": "contact", "tot": "2027-01-31"},
    )
    assert "Gelukt" in done.text
    grant = Grant("person:zv-01", what=("wmo",), contact_only=True, until=date(2027, 1, 31))
    assert calls.made == [("share", (grant, None, {}))]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"wat": []}, "Kies wat u wilt delen."),
        ({"tot": "2020-01-01"}, "Kies een dag die nog komt."),
        ({"tot": "ooit"}, "Kies een dag die nog komt."),
    ],
)
def test_what_is_missing_is_asked_on_the_same_page(
    client: TestClient, calls: Calls, change: dict[str, object], text: str
) -> None:
    data = {"csrf": "csrf-client", "met": "person:zv-01", "wat": ["wmo"], "hoe": "alles", "tot": "2027-01-31", **change}
    answer = client.post("/mijn/delen/nieuw", data=data)
    assert answer.status_code == 422
    assert text in answer.text
    assert calls.made == []


def test_through_the_eyes_is_the_page_of_the_other(pro: TestClient, client: TestClient) -> None:
    theirs, mine = pro.get("/c/Zk3handle/tijdlijn").text, client.get("/mijn/delen/ogen/zv-01").text
    record = theirs[theirs.index('<p class="notice">') : theirs.index('<p class="no-print">')].rstrip()
    assert record.replace("/c/Zk3handle/tijdlijn", "/mijn/delen/ogen/zv-01") in mine
    assert 'class="eyes"' in mine
    assert "Zo ziet H. Smit uw dossier" in mine


def test_what_is_held_back_is_told_with_why_and_how_to_share_it(client: TestClient) -> None:
    text = client.get("/mijn/delen/ogen/zv-01/niet").text
    assert "60 dingen" in text
    assert text.count('<li class="entry') == 50
    assert client.get("/mijn/delen/ogen/zv-01/niet?page=2").text.count('<li class="entry') == 10
    assert "U deelt dit niet met H. Smit." in text
    assert 'href="/mijn/delen/nieuw?met=person%3Azv-01"' in text
    closed = client.get("/mijn/delen/ogen/zv-99").text
    assert "kan uw dossier niet openen" in closed
    assert client.get("/mijn/delen/ogen/nobody").status_code == 404


def test_a_proposal_is_signed_or_let_go(client: TestClient, calls: Calls) -> None:
    text = client.get("/mijn/delen").text
    assert "Huisartsenpraktijk De Linde vraagt of u dit wilt delen" in text
    assert "Wijkzorg mag dit zien: alles." in text
    asked = {"csrf": "csrf-client", "voorstel": "v-1"}
    assert client.post("/mijn/delen/voorstel", data={**asked, "antwoord": "ja"}).status_code == 200
    on_device = {**asked, "sleutel": "k", "doel": "voorstel"}
    assert client.post("/mijn/delen/voorbereiden", data=on_device).json() == {"tekenen": "head.payload"}
    assert calls.made.pop() == ("to_sign_proposal", ("k", "v-1", None, {}))
    assert client.post("/mijn/delen/voorstel", data={**asked, "antwoord": "ja", "token": "a.b.c"}).status_code == 200
    assert calls.made.pop() == ("accept", ("a.b.c", {"ours": True}))
    no = client.post("/mijn/delen/voorstel", data={**asked, "antwoord": "nee"})
    assert (no.status_code, no.headers["location"]) == (303, "/mijn/delen")
    assert calls.made == [("sign", ("v-1", None, {})), ("let_go", ("v-1", {"cid": None}))]


def test_an_objection_in_mitz_stands_on_the_page(client: TestClient) -> None:
    assert "In Mitz zei u nee" in client.get("/mijn/delen").text


def test_stopping_is_two_clicks(client: TestClient, calls: Calls) -> None:
    assert "kan vanaf nu niets meer van u zien" in client.get("/mijn/delen/stop?met=person:zv-01").text
    done = client.post("/mijn/delen/stop", data={"csrf": "csrf-client", "met": "person:zv-01"})
    assert "U deelt niet meer met H. Smit" in done.text
    assert calls.made == [("stop", ("person:zv-01", None, {}))]


def test_the_assisted_key_is_called_weaker(client: TestClient) -> None:
    for path in ("/mijn/delen", "/mijn/delen/nieuw?met=person:zv-01"):
        assert "minder veilig dan een sleutel op uw eigen telefoon" in client.get(path).text


def test_a_client_can_keep_the_receipt_on_paper_and_as_a_file(client: TestClient) -> None:
    text = client.get("/mijn/bewijs/5").text
    assert "H. Smit mag zien: wat de wijkverpleging opschrijft" in text
    assert "0f3a 9c0f" in text
    assert "wijkdossier.example.nl/audit" in text
    file = client.get("/mijn/bewijs/5/bestand")
    assert file.headers["content-disposition"] == 'attachment; filename="bewijs-5.json"'
    assert file.headers["cache-control"] == "no-store"
    done = client.post("/mijn/delen/stop", data={"csrf": "csrf-client", "met": "person:zv-01"})
    assert 'href="/mijn/bewijs/5"' in done.text


@pytest.mark.parametrize(("kind", "name"), [("lezen", "dossier.html"), ("fhir", "dossier.json")])
def test_the_record_is_a_file_to_keep(client: TestClient, kind: str, name: str) -> None:
    form = {"csrf": "csrf-client", "wie": "mijn", "stand": story.OFFER.state, "soort": kind}
    answer = client.post("/mijn/download", data=form)
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert_secure(answer)
    assert "H. Smit" in answer.text
    assert client.post("/mijn/download", data={**form, "stand": "oud"}).status_code == 410
    assert client.post("/mijn/download", data={**form, "soort": "pdf"}).status_code == 422


def test_the_file_to_read_stands_alone(client: TestClient) -> None:
    form = {"csrf": "csrf-client", "wie": "mijn", "stand": story.OFFER.state, "soort": "lezen"}
    text = client.post("/mijn/download", data=form).text
    assert not re.search(r'(src|href)="(?!#)', text)
    assert text.count("<h1>") == 1
    assert all(f'id="{name}"' in text for name in re.findall(r'href="#([^"]+)"', text))
    assert "csrf" not in text


def test_the_client_says_that_something_is_not_right(client: TestClient, calls: Calls) -> None:
    href = re.findall(r'href="(/mijn/verbeteringen/nieuw[^"]+)"', client.get("/mijn/tijdlijn").text)[0]
    assert "Het gaat hierover" in client.get(href).text
    record = href.partition("wat=")[2]
    form = {"csrf": "csrf-client", "wat": record}
    for text, status in (("", 422), ("nog een keer", 409)):
        again = client.post("/mijn/verbeteringen/nieuw", data={**form, "tekst": text})
        assert (again.status_code, 'role="alert"' in again.text) == (status, True)
    done = client.post("/mijn/verbeteringen/nieuw", data={**form, "tekst": "Dat was ik niet."})
    assert done.headers["location"] == "/mijn/verbeteringen"
    assert calls.made == [("ask", (record, "Dat was ik niet."))]
    text = client.get("/mijn/verbeteringen").text
    assert "Wacht op antwoord" in text
    assert "Wij hebben het nagekeken. De dag klopt." in text
    assert "Dit staat niet meer in uw dossier." in text


def test_only_the_client_finds_where_to_say_so(pro: TestClient, client: TestClient) -> None:
    assert "/mijn/verbeteringen/nieuw" not in pro.get("/c/Zk3handle/tijdlijn").text
    assert "/mijn/verbeteringen/nieuw" not in client.get("/mijn/delen/ogen/zv-01").text
    assert "/mijn/verbeteringen/nieuw" not in client.get("/mijn/tijdlijn/afdruk").text


def test_the_source_answers_with_yes_or_a_reason(pro: TestClient, calls: Calls) -> None:
    assert "Dat was niet op die dag." in pro.get("/verbeteringen").text
    form = {"csrf": "csrf-pro", "reden": "Nagekeken."}
    assert pro.post("/verbeteringen/taak-1", data={**form, "antwoord": "misschien"}).status_code == 422
    assert pro.post("/verbeteringen/taak-1", data={**form, "antwoord": "nee"}).headers["location"] == "/verbeteringen"
    assert calls.made == [("answer", ("taak-1", "refused", "Nagekeken.", {}))]


def test_letting_somebody_sign_is_said_by_name_before_it_is_done(client: TestClient, calls: Calls) -> None:
    form = {"csrf": "csrf-client", "code": "AAAA-BBBB-CCCC", "tot": "2027-01-01", "wat": ["huisarts"]}
    for wrong in ({"code": "ZZZZ"}, {"wat": []}, {"tot": "2020-01-01"}, {"tot": "morgen"}):
        again = client.post("/mijn/helper/nieuw", data={**form, **wrong})
        assert (again.status_code, 'role="alert"' in again.text) == (422, True), wrong
        assert ('value="AAAA-BBBB-CCCC"' in again.text) == ("code" not in wrong)  # what is no code may be a BSN
    assert "999990019" not in client.post("/mijn/helper/nieuw", data={**form, "code": "999990019"}).text
    sure = client.post("/mijn/helper/nieuw", data=form)
    assert "Mag Anneke de Vries voor u tekenen?" in sure.text
    assert calls.made == []
    assert "Dit komt daarvoor in de plaats." in sure.text
    done = client.post("/mijn/helper/nieuw", data={**form, "zeker": "ja"})
    assert done.headers["location"] == "/mijn/helper/machtiging?nummer=m-9"
    assert client.post("/mijn/helper/nieuw", data={**form, "token": "a.b.c"}).headers == done.headers
    assert [name for name, _given in calls.made] == ["give", "accept_mandate"]


def test_a_machtiging_and_its_end_are_signed_on_the_device_that_has_a_key(client: TestClient, calls: Calls) -> None:
    form = {"csrf": "csrf-client", "code": "AAAA-BBBB-CCCC", "tot": "2027-01-01", "wat": ["huisarts"]}
    sure = client.post("/mijn/helper/nieuw", data=form).text
    for said in (
        'data-sign="machtiging"',
        'data-delegate="client-anneke" data-x="aa" data-y="bb"',
        'data-keys="kid-a"',
    ):
        assert said in sure
    stop = client.get("/mijn/helper/intrekken?machtiging=m-1").text
    assert "Wat Anneke de Vries voor u deelde, stopt ook." in stop
    for doing in ("machtiging", "intrekken"):
        asked = {**form, "sleutel": "kid-a", "doel": doing, "machtiging": "m-1"}
        answer = client.post("/mijn/helper/voorbereiden", data=asked)
        assert (answer.json(), answer.headers["cache-control"]) == ({"tekenen": "head.payload"}, "no-store")
    over = {"csrf": "csrf-client", "machtiging": "m-1"}
    for token in ("", "a.b.c"):
        done = client.post("/mijn/helper/intrekken", data={**over, "token": token})
        assert done.headers["location"] == "/mijn/helper/machtiging?nummer=m-1"
    names = [name for name, _given in calls.made]
    assert names == ["to_sign_mandate", "to_take_back", "take_back_mandate", "accept_end"]


def test_the_receipt_of_a_machtiging_says_how_it_was_signed_and_how_it_ended(client: TestClient) -> None:
    text = client.get("/mijn/helper/machtiging?nummer=m-9").text
    for said in (
        "Anneke de Vries mag voor u tekenen",
        "met uw eigen sleutel",
        "Dit telt vanaf",
        "gaat pas na drie dagen",
    ):
        assert said in text
    text = client.get("/mijn/helper/machtiging?nummer=m-0").text
    for said in ("tekent niet meer voor u", "Gestopt op", "met de sleutel die wij bewaren", "is ook gestopt"):
        assert said in text
    assert "Dit telt vanaf" not in text


def test_being_here_for_somebody_is_said_on_every_page_and_ends(client: TestClient) -> None:
    banner = "U bent hier voor Sam de Vries"
    assert banner not in client.get("/mijn").text
    chosen = client.post("/mijn/namens", data={"csrf": "csrf-client", "wie": "kind"})
    assert "HttpOnly" in chosen.headers["set-cookie"]
    pages = (
        *("/mijn", "/mijn/tijdlijn", "/mijn/gekeken", "/mijn/delen", "/mijn/download", "/mijn/verbeteringen"),
        *("/mijn/delen/ogen", "/mijn/delen/ogen/zv-01", "/mijn/delen/ogen/zv-01/niet", "/mijn/overleg"),
        *("/mijn/bewijs/5", "/mijn/delen/wens/niemand-over", "/mijn/delen/wens/weg?regel=r-9"),
    )
    for path in pages:
        assert banner in client.get(path).text, path
    assert client.post("/mijn/namens", data={"csrf": "csrf-client", "wie": "onbekend"}).status_code == 404
    client.cookies.delete("wd_namens")
    client.cookies.set("wd_namens", "voorbij")
    for path in pages[1:]:
        assert client.get(path).status_code == 410, path
    over = client.get("/mijn")
    assert "U bent hier weer voor uzelf." in over.text
    assert 'wd_namens=""' in over.headers["set-cookie"]


def test_what_is_done_for_somebody_is_done_for_them_and_the_device_is_told_about_whom(
    client: TestClient, calls: Calls
) -> None:
    client.cookies.set("wd_namens", "kind")
    csrf = {"csrf": "csrf-client"}
    client.post("/mijn/delen/voorstel", data={**csrf, "voorstel": "v-1", "antwoord": "ja"})
    client.post("/mijn/delen/voorstel", data={**csrf, "voorstel": "v-1", "antwoord": "nee"})
    client.post("/mijn/overleg", data={**csrf, "overleg": "m-2", "wat": "wmo"})
    client.post("/mijn/overleg/stop", data={**csrf, "overleg": "m-2"})
    client.post("/mijn/delen/wens/niemand-over", data={**csrf, "leven": "justitie"})
    client.post("/mijn/delen/wens/weg", data={**csrf, "regel": "r-9"})
    whose = [given[-1].get("client") or given[-1].get("cid") or given[-2] for _name, given in calls.made]
    assert [name for name, _given in calls.made] == ["sign", "let_go", "give", "take_back", "forbid", "release"]
    assert whose == ["client-kind"] * 6
    for path in ("/mijn/overleg", "/mijn/delen/wens/niemand-over", "/mijn/delen/wens/weg?regel=r-9"):
        assert 'data-client="c-1" data-about="client-kind"' in client.get(path).text, path


def test_one_question_on_a_page_and_not_knowing_is_no_score(client: TestClient, calls: Calls) -> None:
    path, form = "/mijn/hoe-gaat-het", {"csrf": "csrf-client"}
    assert "Vraag 1 van 13" in client.get(f"{path}/vraag").text
    again = client.post(f"{path}/vraag", data={**form, "nu": "financien", "stap": "verder"})
    assert (again.status_code, 'role="alert"' in again.text) == (422, True)
    given: dict[str, str] = {}
    text = ""
    for n, domain in enumerate(zrm.instrument("2017", "client").domains):
        answer = "0" if n % 2 else "4"
        text = client.post(f"{path}/vraag", data={**form, **given, "nu": domain, "antwoord": answer}).text
        given[f"a.{domain}"] = answer
        assert all(f'name="{key}" value="{value}"' in text for key, value in given.items())
    assert "Klopt dit?" in text
    assert calls.made == []
    assert client.post(f"{path}/bewaar", data={**form, **given}).headers["location"] == f"{path}?na=bewaard"
    ((name, (edition, scores, _day, _named)),) = calls.made
    assert (name, edition, set(scores.values()), len(scores)) == ("score", "2017", {4}, 7)
    nothing = client.post(f"{path}/bewaar", data={**form, "a.financien": "0"})
    assert nothing.headers["location"] == f"{path}?na=niets"


def test_scores_stand_beside_each_other_never_mixed(client: TestClient, pro: TestClient, calls: Calls) -> None:
    for reader, path in ((client, "/mijn/hoe-gaat-het"), (pro, "/c/Zk3handle/zelfredzaamheid")):
        text = reader.get(path).text
        assert text.count('<svg class="chart"') == 1  # of one score alone there is no drawing
        assert text.count('<table class="scores"') == 13
        drawing = text.partition('<svg class="chart"')[2].partition("</svg>")[0]
        assert (drawing.count("<circle"), drawing.count("<rect")) == (2, 2)
    form = {"csrf": "csrf-pro", "dag": "2026-11-24", "s.huisvesting": "2"}
    for wrong in ({"s.huisvesting": "9"}, {"dag": "gisteren"}):
        assert pro.post("/c/Zk3handle/zelfredzaamheid", data={**form, **wrong}).status_code == 422
    assert pro.post("/c/Zk3handle/zelfredzaamheid", data=form).status_code == 303
    assert calls.made == [("assess", ("Zk3handle", "2017", {"huisvesting": 2}, date(2026, 11, 24), {}))]


def test_the_client_reads_who_looked_in_dutch_time(client: TestClient) -> None:
    text = client.get("/mijn/gekeken").text
    assert "10:05" in text
    assert "zaterdag 21 november 2026" in text  # half past midnight in Dutch time
    assert "Mocht het niet zien" in text


def test_the_table_shows_nothing_before_the_list_is_confirmed(pro: TestClient, calls: Calls) -> None:
    waiting = pro.get("/o/m-1/tafel").text
    assert 'class="entry' not in waiting
    assert "Vraag de cliënt" in waiting
    answer = pro.post("/o/m-1/aanwezig", data={"csrf": "csrf-pro", "aanwezig": ["zv-01", "zv-07"]})
    assert answer.headers["location"] == "/o/m-1/tafel"
    assert calls.made == [("confirm", ("m-1", ("zv-01", "zv-07")))]
    assert 'class="entry' in pro.get("/o/m-1/tafel").text


def test_the_table_never_tells_what_is_whose(pro: TestClient, calls: Calls) -> None:
    calls.meeting = story.confirmed(("zv-01",))
    text = pro.get("/o/m-1/tafel").text
    assert "Iedereen aan tafel mag dit zien." in text
    assert "zelf geschreven" not in text
    assert "eigen organisatie" not in text
    assert "met u tot" not in text


def test_text_of_sources_never_becomes_markup(pro: TestClient, calls: Calls) -> None:
    found = story.record()
    content = {"resourceType": "Condition", "code": {"text": "<img src=x>"}}
    evil = replace(found.items[0], body=Body(lambda: (content, json.dumps(content))))
    calls.record = replace(found, items=(evil,))
    text = pro.get("/c/Zk3handle/tijdlijn").text
    assert "<img src=x>" not in text
    assert "&lt;img src=x&gt;" in text


def test_the_style_sheet_is_served_under_an_address_of_its_own_content(anonymous: TestClient) -> None:
    page = anonymous.get("/inloggen").text
    assert rendering.stylesheet() in page
    assert anonymous.get(rendering.stylesheet()).status_code == 200


def test_asking_the_client_looks_the_same_whatever_goes_wrong(pro: TestClient, calls: Calls) -> None:
    """The chair learns neither numbers, nor who lacks what, nor what keys the client has."""
    table = pro.get("/o/m-1/tafel").text
    assert 'href="/o/m-1/vraag"' in table
    assert 'href="/o/m-1/vraag"' in pro.get("/o/m-2/tafel").text  # once confirmed too
    assert pro.get("/o/m-0/vraag").headers["location"] == "/o/m-0/tafel"
    asked = {"csrf": "csrf-pro", "wat": "wijkverpleging", "hoe": "alles"}
    wrong = [pro.post("/o/m-1/vraag", data={**asked, "pincode": pin}) for pin in ("11111", "x", "")]
    assert len({(answer.status_code, answer.text) for answer in wrong}) == 1
    assert (wrong[0].status_code, "24680" in wrong[0].text) == (422, False)
    right = pro.post("/o/m-1/vraag", data={**asked, "pincode": "24680"})
    assert right.headers["location"] == "/o/m-1/tafel"
    assert calls.made[-1] == ("confirm_here", ("m-1", "24680", {"what": ("wijkverpleging",), "contact_only": False}))


def test_the_client_opens_and_closes_the_table(client: TestClient, calls: Calls) -> None:
    page = client.get("/mijn/overleg").text
    assert "Alleen nu, aan deze tafel" in page
    assert "Alleen bij een overleg." in page
    asked = {"csrf": "csrf-client", "overleg": "m-2", "wat": ["wmo", "jgz"], "hoe": "contact"}
    assert client.post("/mijn/overleg", data=asked).headers["location"] == "/mijn/overleg"
    assert calls.made[-1] == ("give", ("m-2", {"what": ("wmo", "jgz"), "contact_only": True, "client": None}))
    client.post("/mijn/overleg", data={**asked, "token": "a.b.c"})
    assert calls.made[-1] == ("accept_table", ("a.b.c", {}))
    prepared = client.post("/mijn/overleg/voorbereiden", data={**asked, "sleutel": "k"})
    assert prepared.json() == {"tekenen": "head.payload"}
    assert client.post("/mijn/overleg/stop", data=asked).headers["location"] == "/mijn/overleg"
    assert calls.made[-1] == ("take_back", ("m-2", {"client": None}))


def test_common_wishes_are_offered_and_lead_to_the_page_that_says_what_it_means(client: TestClient) -> None:
    page = client.get("/mijn/delen").text
    for template in templates.ALL:
        assert template.title in page
    asked = client.get("/mijn/delen/wens/een-onderdeel").text
    assert 'action="/mijn/delen/nieuw"' in asked
    assert all(f'value="{domain}"' in asked for domain in DOMAINS)
    filled = client.get("/mijn/delen/nieuw?met=person:zv-01&wat=wmo&hoe=contact").text
    assert re.findall(r'name="wat" value="(\w+)" checked', filled) == ["wmo"]
    assert 'value="contact" checked' in filled
    assert client.get("/mijn/delen/wens/dit-overleg").status_code == 404
    assert client.get("/mijn/delen/wens/iets").status_code == 404


def test_nobody_may_see_this_and_taking_that_away(client: TestClient, calls: Calls) -> None:
    page = client.get("/mijn/delen").text
    assert "Niemand mag dit zien of gebruiken: wat er staat over geestelijke gezondheid." in page
    assert "het stuk nummer 12" in page  # told: somebody sees one thing all the same
    said = {"csrf": "csrf-client", "leven": "justitie"}
    done = client.post("/mijn/delen/wens/niemand-over", data=said)
    assert (done.status_code, "Niemand mag dit nu zien." in done.text) == (200, True)
    assert calls.made[-1] == ("forbid", ("niemand-over", {"life": "justitie"}, None, {}))
    assert client.get("/mijn/delen/wens/weg?regel=elders").status_code == 404
    client.post("/mijn/delen/wens/weg", data={"csrf": "csrf-client", "regel": "r-9"})
    assert calls.made[-1] == ("release", ("r-9", None, {}))
    told = {"csrf": "csrf-client", "sleutel": "k", "doel": "niemand", "wens": "niemand-over", "leven": "justitie"}
    assert client.post("/mijn/delen/wens/voorbereiden", data=told).json() == {"tekenen": "head.payload"}
    assert calls.made[-1] == ("to_forbid", ("k", "niemand-over", {"life": "justitie"}, None, {}))
    client.post("/mijn/delen/wens/voorbereiden", data={**told, "doel": "vrijgeven", "regel": "r-9"})
    assert calls.made[-1] == ("to_release", ("k", "r-9", None, {}))


def test_the_client_reads_who_withholds_why_and_whom_to_ask(client: TestClient) -> None:
    for text in (
        client.get("/mijn/achtergehouden").text,
        client.post("/mijn/download", data={"csrf": "csrf-client", "stand": "stand-1", "soort": "lezen"}).text,
    ):
        assert "Thuiszorg De Linde laat u iets niet zien" in text
        assert "Voor 3 december 2026 kijken zij hier opnieuw naar." in text
        assert "M. Bakker, 010 1234567" in text
        assert "buurvrouw" not in text
    assert "/mijn/achtergehouden" in client.get("/mijn/tijdlijn").text


def test_the_source_withholds_renews_and_ends(pro: TestClient, calls: Calls) -> None:
    assert "loopt af" in pro.get("/achtergehouden").text
    form = {
        "csrf": "csrf-pro",
        "wat": story.SOME_RECORD,
        "grond": "wgbo-ander",
        "voor": ["client"],
        "contact": "M. Bakker",
    }
    path = "/c/Zk3handle/achterhouden"
    for wrong, said in (({"dag": "morgen"}, "half jaar"), ({"dag": "2026-12-03"}, "Schrijf de reden op.")):
        answer = pro.post(path, data={**form, **wrong})
        assert (answer.status_code, said in answer.text) == (422, True)
    done = pro.post(path, data={**form, "dag": "2026-12-03", "reden": "Over een ander."})
    assert done.headers["location"] == "/achtergehouden/w-1"
    (asked,) = [what for name, what in calls.made if name == "withhold"]
    assert (asked.records, asked.contacts, asked.binds) == ((story.SOME_RECORD,), (), ("client",))
    again = {"csrf": "csrf-pro", "besluit": "verleng", "dag": "2027-01-03", "reden": "Nog nodig."}
    assert pro.post("/achtergehouden/w-1", data=again).headers["location"] == "/achtergehouden/w-1"
    assert pro.post("/achtergehouden/w-1", data={"csrf": "csrf-pro", "besluit": "stop"}).headers["location"] == LISTED
    assert [name for name, _what in calls.made][-2:] == ["renew", "end"]


def test_several_are_chosen_page_by_page_and_withheld_together(pro: TestClient, calls: Calls) -> None:
    path = "/c/Zk3handle/achterhouden"
    first = pro.get(f"{path}/kies").text
    assert pro.get(path).text == first  # no redirect: an address that somebody typed is not said again
    offered = re.findall(r'name="wat" value="(\w+)">', first)
    assert (len(offered), "checked" in first) == (10, False)
    second = pro.get(f"{path}/kies", params={"wat": offered[:2], "blad": "2", "vanaf": "", "tot": ""}).text
    assert re.findall(r'name="wat" value="(\w+)" checked>', second) == offered[:2]
    assert not {*re.findall(r'name="wat" value="(\w+)">', second)} & {*offered}
    form = pro.get(path, params={"wat": offered[:2]}).text
    assert "Deze 2 gegevens houdt u samen achter" in form
    data = {
        "csrf": "csrf-pro", "wat": offered[:2], "contact-heel": offered[0], "grond": "wgbo-ander", "voor": "client",
        "dag": "2026-12-03", "reden": "", "contact": "M. Bakker",
    }  # fmt: skip
    wrong = pro.post(path, data=data)
    assert (wrong.status_code, 'href="#reden"' in wrong.text) == (422, True)
    assert f'name="contact-heel" value="{offered[0]}" checked' in wrong.text
    assert 'name="dag" value="2026-12-03"' in wrong.text
    assert pro.post(path, data={**data, "reden": "Over een ander."}).headers["location"] == "/achtergehouden/w-1"
    (asked,) = [what for name, what in calls.made if name == "withhold"]
    assert (asked.records, asked.contacts) == ((offered[1],), (offered[0],))
    for bad in ("blad=0", "blad=x", "vanaf=gisteren"):
        assert pro.get(f"{path}/kies?{bad}").status_code == 422


def test_what_falls_under_different_laws_is_chosen_by_law(pro: TestClient) -> None:
    of_municipality = next(item.record for item in story.items() if item.tags.domain == "wmo")
    text = pro.get(f"/c/Zk3handle/achterhouden?wat={of_municipality}&wat={story.SOME_RECORD}").text
    assert "verschillende wetten" in text
    assert "<select" not in text


LISTED = "/achtergehouden"
