"""Fetching from an address that a stranger chose: where it will not go, and what it will not swallow."""

from __future__ import annotations

import ipaddress
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gateway.errors import Rejected
from gateway.wire.fetch import Fetcher, is_public
from tests.builders import web
from tests.builders.web import Site

INSIDE = (
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1"),
    *("169.254.169.254", "192.0.0.8", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::7f00:1", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1"),
)
OUTSIDE = ("8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808")
LOCAL = Fetcher(private=True, plain=True)


@pytest.fixture
def site() -> Iterator[Site]:
    with web.serving() as made:
        yield made


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    with pytest.raises(Rejected) as refused:
        Fetcher(names=lambda _host, _port: [address]).get("https://keys.example/jwks")
    assert refused.value.code == "fetch-address"


@pytest.mark.parametrize("address", OUTSIDE)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_one_inside_among_many_makes_a_name_unfit() -> None:
    with pytest.raises(Rejected) as refused:
        Fetcher(names=lambda _host, _port: ["8.8.8.8", "10.0.0.1"]).get("https://keys.example/jwks")
    assert refused.value.code == "fetch-address"


@pytest.mark.parametrize(
    "url",
    [
        "http://keys.example/jwks",
        "ftp://keys.example/jwks",
        "file:///etc/passwd",
        "https:///jwks",
        "https://user@keys.example/",
        "https://user:word@keys.example/",
        "https://keys.example/#part",
        "https://keys.example:0/",
        "https://keys.example:99999/",
        "https://keys.example/a b",
        "https://keys.example\\@127.0.0.1/",
        "https://ké.example/",
        "//keys.example/",
        "",
        "https://[::1",
    ],
)
def test_what_is_no_fit_address_is_not_even_looked_up(url: str) -> None:
    def look(_host: str, _port: int) -> list[str]:
        raise AssertionError("was looked up")

    with pytest.raises(Rejected) as refused:
        Fetcher(names=look).get(url)
    assert refused.value.code == "fetch-address"


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "localhost"])
def test_loopback_is_found_out_however_it_is_written(host: str) -> None:
    with pytest.raises(Rejected) as refused:
        Fetcher().get(f"https://{host}/jwks")
    assert refused.value.code in {"fetch-address", "fetch-failed"}


def test_the_address_that_was_checked_is_the_one_that_is_asked(site: Site) -> None:
    """A name may answer otherwise the second time; it is not asked a second time."""
    looked: list[str] = []

    def names(host: str, _port: int) -> list[str]:
        looked.append(host)
        return ["127.0.0.1"] if len(looked) == 1 else ["127.0.0.2"]

    site.pages["/jwks"] = {"keys": []}
    port = site.address.rpartition(":")[2]
    found = Fetcher(private=True, plain=True, names=names).get(f"http://keys.example:{port}/jwks")
    assert found == {"keys": []}
    assert looked == ["keys.example"]


def moved(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(302)
    handler.send_header("Location", "/jwks")
    handler.end_headers()


def large(handler: BaseHTTPRequestHandler) -> None:
    web.write(handler, b'{"x": "' + b"a" * 70_000 + b'"}')


def packed(handler: BaseHTTPRequestHandler) -> None:
    web.write(handler, b"{}", Content_Encoding="gzip")


def page(handler: BaseHTTPRequestHandler) -> None:
    web.write(handler, b"{}", "text/html")


def twice(handler: BaseHTTPRequestHandler) -> None:
    web.write(handler, b'{"keys": [], "keys": []}')


def cut(handler: BaseHTTPRequestHandler) -> None:
    web.write(handler, b'{"keys": [', Content_Length="100")
    handler.close_connection = True


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (moved, "fetch-answer"),
        (large, "fetch-answer"),
        (packed, "fetch-answer"),
        (page, "fetch-answer"),
        (twice, "fetch-answer"),
        (cut, "fetch-failed"),
        (None, "fetch-answer"),
    ],
)
def test_answers_that_are_not_taken(site: Site, answer: Any, code: str) -> None:
    site.pages = {"/asked": answer, "/jwks": {}}
    with pytest.raises(Rejected) as refused:
        LOCAL.get(f"{site.address}/asked")
    assert refused.value.code == code
    assert site.asked == ["/asked"]


def test_an_answer_that_drips_is_cut_off(site: Site) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b" ")
            time.sleep(0.02)
        handler.wfile.write(b"{}")

    site.pages["/slow"] = drip
    assert LOCAL.get(f"{site.address}/slow") == {}
    with pytest.raises(Rejected) as refused:
        Fetcher(private=True, plain=True, seconds=0.2).get(f"{site.address}/slow")
    assert refused.value.code == "fetch-failed"


def test_a_name_that_does_not_resolve_in_time_is_let_go() -> None:
    def slow(_host: str, _port: int) -> list[str]:
        time.sleep(0.5)
        return ["8.8.8.8"]

    with pytest.raises(Rejected) as refused:
        Fetcher(names=slow, seconds=0.05).get("https://keys.example/")
    assert refused.value.code == "fetch-failed"


def certificate(folder: Path, name: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_the_certificate_must_be_of_the_name_that_was_asked(tmp_path: Path) -> None:
    path = certificate(tmp_path, "keys.example")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    with web.serving(server) as site:
        site.pages["/jwks"] = {"keys": []}
        port = site.address.rpartition(":")[2]
        trust = ssl.create_default_context(cafile=str(path))
        here = Fetcher(private=True, names=lambda _host, _port: ["127.0.0.1"], trust=trust)
        assert here.get(f"https://keys.example:{port}/jwks") == {"keys": []}
        for url, fetcher in (
            (f"https://other.example:{port}/jwks", here),
            (f"https://keys.example:{port}/jwks", Fetcher(private=True, names=here.names)),
        ):
            with pytest.raises(Rejected) as refused:
                fetcher.get(url)
            assert refused.value.code == "fetch-failed"
        assert site.asked == ["/jwks"]
