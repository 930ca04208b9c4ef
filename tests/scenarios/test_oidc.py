"""Logging in at a provider: an independent implementation (oidc-provider-mock, built on Authlib) on loopback, and a
provider of our own that lies in every way it can.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import oidc_provider_mock
import pytest
import werkzeug.serving
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.errors import BadSignatureError
from joserfc.jwk import ECKey
from oidc_provider_mock._storage import AuthorizationCode

from gateway.app import create_app
from gateway.auth import oidc, providers
from gateway.cli import main
from gateway.crypto.p256 import SigningKey
from gateway.errors import Fault, NotAuthenticated, NotFound, Refused
from gateway.flows import entering
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.portal import cookies
from tests.builders import world
from tests.builders.web import Site
from tests.builders.world import BSN, bundle, condition, patient
from tests.conftest import Clock
from tests.vectors.forging import Signer

FILE = """
[[provider]]
id = "zorgpas"
name = "Zorgpas"
issuer = "{issuer}"
client_id = "wijkdossier"
secret_file = "zorgpas.secret"
kind = "zorgverlener"
{more}

[[provider]]
id = "burger"
name = "Burgerlogin"
issuer = "{issuer}"
client_id = "wijkdossier"
secret_file = "zorgpas.secret"
kind = "client"
person_claim = "bsn"
person_is = "bsn"
"""


@dataclass
class Provider:
    """The independent provider; `asked` holds every (path, parameters) it got."""

    issuer: str
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def log_in(self, address: str, subject: str) -> str:
        """As a person would: press the button on its page. Returns where the browser is sent."""
        answer = httpx.post(address, data={"sub": subject}, follow_redirects=False)
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]


@pytest.fixture(scope="module")
def mock() -> Iterator[Provider]:
    app = oidc_provider_mock.app(require_nonce=True)
    made = Provider("")

    def watched(environ: dict[str, Any], start: Any) -> Any:
        made.asked.append((environ["PATH_INFO"], dict(parse_qsl(environ.get("QUERY_STRING", "")))))
        return app.wsgi_app(environ, start)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        server = werkzeug.serving.make_server("127.0.0.1", 0, watched, threaded=True)
        made.issuer = f"http://127.0.0.1:{server.server_port}"
        for name, claims in (("bsn-known", {"bsn": BSN}), ("bsn-nobody", {"bsn": world.BSN_OTHER})):
            app.test_client().put(f"/users/{name}", json=claims)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield made
        server.shutdown()
        thread.join()


def configure(tmp_path: Path, issuer: str, more: str = "") -> Path:
    path = tmp_path / "providers.toml"
    path.write_text(FILE.format(issuer=issuer, more=more), "utf-8")
    (tmp_path / "zorgpas.secret").write_text("s3cret +/\n", "utf-8")
    return path


Opening = Callable[..., tuple[House, TestClient]]


@pytest.fixture
def opened(make_house: Any, database_url: str, tmp_path: Path, clock: Clock) -> Opening:
    clock.moment = datetime.now(UTC)

    def open_(issuer: str, more: str = "") -> tuple[House, TestClient]:
        house: House = make_house(database_url, login_providers=configure(tmp_path, issuer, more))
        town = world.build(house)
        assert town.send("his", bundle(patient(), condition())).status_code == 201
        entering.link_professional(house, "zorgpas", "arts@linde", "arts")
        # The provider's clock is the real one; ours is ahead of it, for a machine that is slow to get there.
        clock.moment = datetime.now(UTC) + timedelta(minutes=5)
        web = TestClient(create_app(house=house), base_url=house.settings.base_url, follow_redirects=False)
        return house, web

    return open_


def through(web: TestClient, mock: Provider, subject: str, provider: str = "zorgpas", query: str = "") -> Any:
    """The whole round: to the provider, its button, and back."""
    gone = web.get(f"/inloggen/{provider}{query}")
    assert gone.status_code == 303, gone.text
    return web.get(mock.log_in(gone.headers["location"], subject).partition("127.0.0.1:8600")[2])


def test_a_professional_logs_in_by_a_standard_provider(opened: Opening, mock: Provider) -> None:
    _house, web = opened(mock.issuer)
    assert 'href="/inloggen/zorgpas"' in web.get("/inloggen").text
    mock.asked.clear()
    answer = through(web, mock, "arts@linde")
    assert answer.status_code == 200
    assert 'content="0; url=/"' in answer.text
    page = web.get("/clienten")
    assert page.status_code == 200
    assert "A. Bos" in page.text
    [asked] = [said for path, said in mock.asked if path == "/oauth2/authorize"]
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3


def test_a_client_logs_in_and_is_found_by_bsn(opened: Opening, mock: Provider) -> None:
    _house, web = opened(mock.issuer)
    assert through(web, mock, "bsn-known", "burger").status_code == 200
    page = web.get("/mijn")
    assert page.status_code == 200
    assert "Tim Wit" in page.text


@pytest.mark.parametrize(
    ("subject", "provider"), [("somebody", "zorgpas"), ("arts@linde", "burger"), ("bsn-nobody", "burger")]
)
def test_whom_nobody_registered_is_refused_and_told_so(
    opened: Opening, mock: Provider, subject: str, provider: str
) -> None:
    _house, web = opened(mock.issuer)
    answer = through(web, mock, subject, provider)
    assert answer.status_code == 401
    assert "U bent hier nog niet bekend" in answer.text
    assert web.get("/clienten").headers["location"] == "/inloggen"


def test_a_link_that_was_ended_lets_nobody_in(opened: Opening, mock: Provider) -> None:
    house, web = opened(mock.issuer)
    entering.unlink(house, "zorgpas", "arts@linde")
    assert through(web, mock, "arts@linde").status_code == 401
    with pytest.raises(NotFound):
        entering.unlink(house, "zorgpas", "arts@linde")


def test_a_client_may_be_linked_by_subject_too(opened: Opening, mock: Provider, tmp_path: Path) -> None:
    house, web = opened(mock.issuer)
    text = (tmp_path / "providers.toml").read_text().replace('person_claim = "bsn"\nperson_is = "bsn"\n', "")
    (tmp_path / "providers.toml").write_text(text)
    entering.link_client(house, "burger", "tim", Bsn(BSN))
    assert through(web, mock, "tim", "burger").status_code == 200
    assert web.get("/mijn").status_code == 200


def test_an_answer_works_once_and_in_one_browser_only(opened: Opening, mock: Provider) -> None:
    house, web = opened(mock.issuer)
    gone = web.get("/inloggen/zorgpas")
    back = mock.log_in(gone.headers["location"], "arts@linde").partition("127.0.0.1:8600")[2]
    other = TestClient(web.app, base_url=house.settings.base_url, follow_redirects=False)
    assert other.get(back).status_code == 403
    other.get("/inloggen/zorgpas")
    assert other.get(back).status_code == 403
    assert web.get(back.replace("/zorgpas/", "/burger/")).status_code == 403
    for twice in ("state=x", "code=x", "code="):
        assert web.get(f"{back}&{twice}").status_code == 403
    assert web.get(back).status_code == 200
    assert web.get(back).status_code == 403


def test_an_answer_that_comes_too_late_is_refused(opened: Opening, mock: Provider, clock: Clock) -> None:
    _house, web = opened(mock.issuer)
    gone = web.get("/inloggen/zorgpas")
    back = mock.log_in(gone.headers["location"], "arts@linde").partition("127.0.0.1:8600")[2]
    clock.forward(minutes=10)
    assert web.get(back).status_code == 403


def test_the_session_there_was_is_over_after_logging_in(opened: Opening, mock: Provider) -> None:
    house, web = opened(mock.issuer)
    through(web, mock, "arts@linde")
    old = web.cookies[cookies.SESSION]
    through(web, mock, "arts@linde")
    assert web.cookies[cookies.SESSION] != old
    web.cookies.clear()
    web.cookies.set(cookies.SESSION, old)
    assert web.get("/clienten").headers["location"] == "/inloggen"
    assert house.settings.login_providers is not None


def test_the_role_the_provider_names_must_be_the_registered_one(opened: Opening, mock: Provider) -> None:
    _house, web = opened(mock.issuer, 'role_claim = "role"')
    httpx.put(f"{mock.issuer}/users/arts@linde", json={"role": ["verzorgende"]})
    assert through(web, mock, "arts@linde").status_code == 401
    httpx.put(f"{mock.issuer}/users/arts@linde", json={"role": ["verzorgende", "huisarts"]})
    assert through(web, mock, "arts@linde").status_code == 200


def test_proving_it_again_needs_the_provider_to_say_so(
    opened: Opening, mock: Provider, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a noodinzage. Without auth_time nobody knows whether the person, or only their browser, was there."""
    house, web = opened(mock.issuer)
    through(web, mock, "arts@linde")
    again = "?opnieuw=/nood/3f0e"
    clock.forward(minutes=5)
    with pytest.raises(Refused):
        login_again(house, web)
    assert through(web, mock, "arts@linde", query=again).status_code == 401
    monkeypatch.setattr(AuthorizationCode, "get_auth_time", lambda _self: int(clock().timestamp()) - 1000)
    assert through(web, mock, "arts@linde", query=again).status_code == 401
    monkeypatch.setattr(AuthorizationCode, "get_auth_time", lambda _self: int(clock().timestamp()))
    mock.asked.clear()
    before = web.cookies[cookies.SESSION]
    answer = through(web, mock, "arts@linde", query=again)
    assert answer.status_code == 200
    assert 'content="0; url=/nood/3f0e"' in answer.text
    assert web.cookies[cookies.SESSION] != before
    [asked] = [said for path, said in mock.asked if path == "/oauth2/authorize"]
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    assert login_again(house, web)
    entering.link_professional(house, "zorgpas", "vos@beuk", "arts-2")
    through(web, mock, "arts@linde")
    assert through(web, mock, "vos@beuk", query=again).status_code == 403


def login_again(house: House, web: TestClient) -> str:
    from gateway.flows import login

    return login.again(house, web.cookies[cookies.SESSION], "arts")


@pytest.mark.parametrize("path", ["https://evil.example", "//evil.example", "/clienten", "/nood/x/../../y", "/nood/"])
def test_only_pages_that_ask_for_it_are_gone_back_to(opened: Opening, mock: Provider, path: str) -> None:
    _house, web = opened(mock.issuer)
    through(web, mock, "arts@linde")
    assert web.get("/inloggen/zorgpas", params={"opnieuw": path}).status_code == 403


def test_a_provider_nobody_configured_is_not_there(opened: Opening, mock: Provider) -> None:
    _house, web = opened(mock.issuer)
    for path in ("/inloggen/development", "/inloggen/other", "/inloggen/other/terug"):
        assert web.get(path).status_code == 404


KEY, STRANGER = Signer.make("k1", "RS256"), Signer.make("k2", "RS256")


@dataclass
class Liar:
    """A provider whose answers a test decides. `claims` and `header` change its id_token, `signer` signs it."""

    site: Site
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    signer: Signer = KEY
    metadata: dict[str, Any] = field(default_factory=dict)
    keys: list[Any] = field(default_factory=lambda: [KEY.jwk])
    answer: Any = None
    posted: list[tuple[dict[str, str], str]] = field(default_factory=list)
    nonce: str = ""
    clock: Any = None

    def token(self) -> str:
        moment = int(self.clock().timestamp())
        said = {"iss": self.site.address, "sub": "arts@linde", "aud": "wijkdossier", "nonce": self.nonce}
        times = {"iat": moment, "exp": moment + 300}
        claims = {k: v for k, v in {**said, **times, **self.claims}.items() if v is not ...}
        header = {k: v for k, v in {**self.signer.header(), **self.header}.items() if v is not ...}
        return self.signer.token(header, claims)

    def post(self, form: dict[str, str], authorization: str) -> Any:
        self.posted.append((form, authorization))
        return self.answer if self.answer is not None else {"id_token": self.token(), "access_token": "x"}


@pytest.fixture
def liar(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Liar:
    """Behind the fetcher, which has tests of its own: what it gets is what `Liar` says."""
    made = Liar(Site(address="https://login.example"), clock=clock)

    def get(_self: Any, url: str) -> Any:
        base = made.site.address
        if url.endswith("/jwks"):
            return {"keys": made.keys}
        return {
            "issuer": base,
            "authorization_endpoint": f"{base}/authorize?tenant=1",
            "token_endpoint": f"{base}/token",
            "jwks_uri": f"{base}/jwks",
            **made.metadata,
        }

    monkeypatch.setattr("gateway.wire.fetch.Fetcher.get", get)
    monkeypatch.setattr(
        "gateway.wire.fetch.Fetcher.post",
        lambda _self, _url, form, headers: made.post(dict(form), headers.get("Authorization", "")),
    )
    return made


def arrive(house: House, liar: Liar, **said: str) -> Any:
    gone = entering.leave(house, "zorgpas")
    asked = dict(parse_qsl(urlsplit(gone.address).query))
    liar.nonce = asked["nonce"]
    back = {"state": asked["state"], "code": "c0de", **said}
    return entering.arrive(house, "zorgpas", gone.browser, "", {k: v for k, v in back.items() if v})


@pytest.fixture
def lied_to(light_house: House, liar: Liar, tmp_path: Path) -> House:
    settings = light_house.settings.model_copy(update={"login_providers": configure(tmp_path, liar.site.address)})
    house = House(settings, light_house.database, light_house.keyring, light_house.now)
    world.build(house)
    entering.link_professional(house, "zorgpas", "arts@linde", "arts")
    return house


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"claims": {"aud": ["wijkdossier"]}},
        {"claims": {"azp": "wijkdossier"}},
        {"header": {"typ": ...}},
        {"header": {"kid": ...}},
        {"header": {"x5t": "thumb"}},
        {"keys": [{k: v for k, v in KEY.jwk.items() if k != "alg"}]},
        {"keys": [KEY.jwk, STRANGER.jwk]},
        {"keys": [{k: v for k, v in KEY.jwk.items() if k != "kid"}], "header": {"kid": ...}},
    ],
)
def test_what_an_honest_provider_may_say(lied_to: House, liar: Liar, change: dict[str, Any]) -> None:
    for name, value in change.items():
        setattr(liar, name, value)
    assert arrive(lied_to, liar).path == "/"


LIES: dict[str, dict[str, Any]] = {
    "nonce of another": {"claims": {"nonce": "other"}},
    "no nonce": {"claims": {"nonce": ...}},
    "nonce a number": {"claims": {"nonce": 5}},
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "no issuer": {"claims": {"iss": ...}},
    "another audience": {"claims": {"aud": "other"}},
    "for others besides": {"claims": {"aud": ["wijkdossier", "other"]}},
    "for another party": {"claims": {"azp": "other"}},
    "no sub": {"claims": {"sub": ...}},
    "no iat": {"claims": {"iat": ...}},
    "over": {"claims": {"exp": 1}},
    "no end": {"claims": {"exp": ...}},
    "lives for days": {"claims": {"exp": 2**40}},
    "signed by nobody's key": {"signer": STRANGER},
    "signed by nobody's key under a known kid": {"signer": STRANGER, "header": {"kid": "k1"}},
    "none": {"header": {"alg": "none"}},
    "HS256": {"header": {"alg": "HS256"}},
    "a key in the header": {"header": {"jwk": STRANGER.jwk}, "signer": STRANGER},
    "no kid among several": {"header": {"kid": ...}, "keys": [KEY.jwk, STRANGER.jwk]},
    "kid a list": {"header": {"kid": ["k1"]}},
    "an access token": {"header": {"typ": "at+jwt"}},
    "no keys": {"keys": []},
    "only a symmetric key": {"keys": [{"kty": "oct", "k": "AA", "kid": "k1"}]},
    "metadata of another": {"metadata": {"issuer": "https://evil.example"}},
    "keys nowhere": {"metadata": {"jwks_uri": None}},
    "keys at an address we do not go to": {"metadata": {"jwks_uri": "ftp://x/"}},
    "no id_token": {"answer": {"access_token": "x"}},
    "id_token no text": {"answer": {"id_token": 5}},
    "answer no object": {"answer": []},
    "id_token nonsense": {"answer": {"id_token": "a.b.c"}},
}


@pytest.mark.parametrize("lie", LIES)
def test_no_lie_lets_anybody_in(lied_to: House, liar: Liar, lie: str) -> None:
    metadata = LIES[lie].get("metadata", {})
    for name, value in LIES[lie].items():
        if name != "metadata":
            setattr(liar, name, value)
    gone = entering.leave(lied_to, "zorgpas")
    asked = dict(parse_qsl(urlsplit(gone.address).query))
    liar.nonce, liar.metadata = asked["nonce"], metadata
    with pytest.raises(NotAuthenticated):
        entering.arrive(lied_to, "zorgpas", gone.browser, "", {"state": asked["state"], "code": "c"})


@pytest.mark.parametrize(
    "said", [{"iss": "https://evil.example"}, {"code": ""}, {"error": "access_denied"}, {"state": "x"}, {"state": ""}]
)
def test_what_comes_back_must_be_of_this_provider_and_a_yes(lied_to: House, liar: Liar, said: dict[str, str]) -> None:
    with pytest.raises(Refused):
        arrive(lied_to, liar, **said)
    assert liar.posted == []


def test_a_provider_that_names_itself_must_do_so(lied_to: House, liar: Liar) -> None:
    liar.metadata = {"authorization_response_iss_parameter_supported": True}
    with pytest.raises(Refused):
        arrive(lied_to, liar)
    assert arrive(lied_to, liar, iss=liar.site.address).path == "/"


def test_the_code_is_redeemed_with_secret_and_verifier(lied_to: House, liar: Liar) -> None:
    gone = entering.leave(lied_to, "zorgpas")
    asked = dict(parse_qsl(urlsplit(gone.address).query))
    assert parse_qs(urlsplit(gone.address).query)["tenant"] == ["1"]
    liar.nonce = asked["nonce"]
    entering.arrive(lied_to, "zorgpas", gone.browser, "", {"state": asked["state"], "code": "c0de"})
    [(form, authorization)] = liar.posted
    assert form["code"] == "c0de"
    assert create_s256_code_challenge(form["code_verifier"]) == asked["code_challenge"]
    assert form["redirect_uri"] == asked["redirect_uri"] == "http://127.0.0.1:8600/inloggen/zorgpas/terug"
    # s3cret +/ form-encoded, then joined and in base64 (RFC 6749, section 2.3.1).
    assert httpx.BasicAuth("wijkdossier", "s3cret%20%2B%2F")._auth_header == authorization
    liar.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    arrive(lied_to, liar)
    form, authorization = liar.posted[-1]
    assert (form["client_id"], form["client_secret"], authorization) == ("wijkdossier", "s3cret +/", "")
    path = lied_to.settings.login_providers
    assert path is not None
    path.write_text(path.read_text().replace('secret_file = "zorgpas.secret"', ""))
    arrive(lied_to, liar)
    form, authorization = liar.posted[-1]
    assert (form["client_id"], form.get("client_secret"), authorization) == ("wijkdossier", None, "")


SIGNS = SigningKey.generate()


def signing(tmp_path: Path, issuer: str) -> None:
    """The first provider knows us by key instead of by secret."""
    path = configure(tmp_path, issuer)
    path.write_text(path.read_text().replace('secret_file = "zorgpas.secret"', 'key_file = "zorgpas.pem"', 1))
    (tmp_path / "zorgpas.pem").write_bytes(SIGNS.pem)


def test_who_we_are_is_signed_where_a_key_is_configured(lied_to: House, liar: Liar, tmp_path: Path) -> None:
    """What the provider gets is judged by joserfc, another implementation than the one that signs."""
    signing(tmp_path, liar.site.address)
    with pytest.raises(NotAuthenticated):  # a provider that does not say that it takes this
        arrive(lied_to, liar)
    assert liar.posted == []
    liar.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"]}
    for _ in range(2):
        assert arrive(lied_to, liar).path
    seen = set()
    for form, authorization in liar.posted:
        assert (form["client_id"], form.get("client_secret"), authorization) == ("wijkdossier", None, "")
        assert form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        told = jwt.decode(form["client_assertion"], ECKey.import_key(dict(SIGNS.jwk)), algorithms=["ES256"])
        assert told.header == {"alg": "ES256", "kid": SIGNS.thumbprint, "typ": "JWT"}
        assert told.claims["iss"] == told.claims["sub"] == "wijkdossier"
        assert told.claims["aud"] == f"{liar.site.address}/token"
        assert 0 < told.claims["exp"] - told.claims["iat"] <= 60
        assert told.claims["iat"] == int(liar.clock().timestamp())
        seen.add(told.claims["jti"])
        with pytest.raises(BadSignatureError):
            jwt.decode(form["client_assertion"], ECKey.import_key(dict(SigningKey.generate().jwk)))
    assert len(seen) == 2


def test_an_operator_prints_the_key_that_the_provider_must_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    signing(tmp_path, "https://zorgpas.example")
    monkeypatch.setenv("WD_LOGIN_PROVIDERS", str(tmp_path / "providers.toml"))
    assert main(["login", "--provider", "zorgpas", "--jwks"]) == 0
    (printed,) = json.loads(capsys.readouterr().out)["keys"]
    assert printed == {**SIGNS.jwk, "alg": "ES256", "use": "sig", "kid": SIGNS.thumbprint}
    assert "d" not in printed
    assert main(["login", "--provider", "burger", "--jwks"]) == 1
    assert "no key_file" in capsys.readouterr().err


def test_a_key_file_is_a_private_key_and_stands_alone(tmp_path: Path) -> None:
    signing(tmp_path, "https://login.example")
    path = tmp_path / "providers.toml"
    assert SIGNS.pem.decode().split()[4] not in repr(providers.load(path))
    good = path.read_text()
    for bad in (
        good.replace("key_file", 'secret_file = "zorgpas.secret"\nkey_file', 1),
        good.replace('.pem"', '.none"'),
    ):
        path.write_text(bad)
        with pytest.raises(Fault):
            providers.load(path)
    path.write_text(good)
    (tmp_path / "zorgpas.pem").write_text("-----BEGIN PRIVATE KEY-----\n")
    path.touch()
    with pytest.raises(Fault):
        providers.load(path)


def test_a_level_that_is_asked_must_be_told_back(lied_to: House, liar: Liar, tmp_path: Path) -> None:
    configure(tmp_path, liar.site.address, 'acr = ["substantial", "high"]')
    with pytest.raises(NotAuthenticated):
        arrive(lied_to, liar)
    liar.claims = {"acr": "high"}
    assert arrive(lied_to, liar).path == "/"


def test_the_session_of_an_erased_client_is_nobodys(opened: Opening, mock: Provider) -> None:
    from gateway.flows import erase

    house, web = opened(mock.issuer)
    through(web, mock, "bsn-known", "burger")
    erase.client(house, Bsn(BSN), by="test", reason="test")
    assert web.get("/mijn").headers["location"] == "/inloggen"
    assert through(web, mock, "bsn-known", "burger").status_code == 401


BROKEN = [
    "x = 1",
    "[[provider]]\nid = 1",
    FILE.replace('kind = "client"', 'kind = "somebody"'),
    FILE.replace('kind = "client"', 'kind = "zorgverlener"'),
    FILE.replace('id = "burger"', 'id = "zorgpas"'),
    FILE.replace('id = "burger"', 'id = "development"'),
    FILE.replace('id = "burger"', 'id = "../x"'),
    FILE.replace('client_id = "wijkdossier"', ""),
    FILE + 'secret = "in the file"\n',
    FILE + 'colour = "red"\n',
    FILE + 'scope = "profile"\n',
    FILE + 'internal = "yes"\n',
    FILE.replace("zorgpas.secret", "nowhere"),
    "[[provider",
]


@pytest.mark.parametrize("text", BROKEN)
def test_a_file_of_providers_is_read_exactly_or_not_at_all(tmp_path: Path, text: str) -> None:
    path = configure(tmp_path, "https://login.example")
    assert set(providers.load(path)) == {"zorgpas", "burger"}
    path = tmp_path / "broken.toml"
    path.write_text(text.replace("{issuer}", "https://login.example").replace("{more}", ""), "utf-8")
    with pytest.raises(Fault):
        providers.load(path)


def test_secrets_do_not_show(tmp_path: Path) -> None:
    assert "s3cret" not in repr(providers.load(configure(tmp_path, "https://login.example")))
    assert not re.search("verifier='", repr(oidc.Metadata("a", "b", "c", names_itself=False, by_post=False)))
