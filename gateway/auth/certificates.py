"""A token bound to a client certificate (RFC 8705, section 3): it is of no use to who has the token alone.

The proxy in front ends the TLS connection and tells which certificate it was made with (gateway/api/proxies.py). A care
system that was registered with certificates gets and uses tokens under one of these, and in no other way.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote

from gateway.crypto.jwk import certificate_thumbprint
from gateway.crypto.primitives import same
from gateway.errors import BadInput, NotAuthenticated, Rejected
from gateway.registry.parties import Connector

CONFIRMATION: Final = "cnf"
THUMBPRINT: Final = "x5t#S256"
MAX_HEADER = 12 * 1024
MOST = 5  # certificates of one care system: the one in use, and those that come after it

_PEM = re.compile(r"\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*")
_BYTES = re.compile(r":([A-Za-z0-9+/]+=*):")


def of_header(value: str) -> str:
    """Thumbprint of what a proxy passes on: `:base64 of DER:` (RFC 9440), or PEM that is percent-encoded.

    Raises BadInput(client-certificate).
    """
    found = _BYTES.fullmatch(value) or _PEM.fullmatch(unquote(value)) if len(value) <= MAX_HEADER else None
    thumbprint = None if found is None else _thumbprint(found[1])
    if thumbprint is None:
        raise BadInput("client-certificate", "The proxy passes on something that is no certificate")
    return thumbprint


def of_files(files: tuple[str, ...]) -> tuple[str, ...]:
    """Thumbprints of certificates as PEM, to register. Raises Rejected(client-certificate)."""
    made = [None if (found := _PEM.fullmatch(text)) is None else _thumbprint(found[1]) for text in files]
    if len(made) > MOST or None in made:
        raise Rejected("client-certificate", f"At most {MOST} files with one certificate each, as PEM")
    return tuple(dict.fromkeys(str(one) for one in made))


def bind(connector: Connector, certificate: str) -> str:
    """The certificate that a token of this care system is bound to, "" when it was registered with none.

    Raises NotAuthenticated(client-certificate).
    """
    if not connector.certificates:
        return ""
    if certificate not in connector.certificates:
        raise NotAuthenticated("client-certificate", "This system asks over a connection with its own certificate")
    return certificate


def assert_held(bound: str, certificate: str) -> None:
    """A token is used over the connection it is bound to. Raises NotAuthenticated(token-certificate)."""
    if bound and not same(bound, certificate):
        raise NotAuthenticated("token-certificate", "The token is bound to a certificate that did not come along")


def claim(certificate: str) -> dict[str, Any]:
    return {CONFIRMATION: {THUMBPRINT: certificate}} if certificate else {}


def said(claims: Mapping[str, Any]) -> str:
    """The thumbprint in a token of ours, "" when it is bound to none. Raises NotAuthenticated for another binding."""
    if CONFIRMATION not in claims:
        return ""
    held = claims[CONFIRMATION]
    thumbprint = held.get(THUMBPRINT) if isinstance(held, dict) and len(held) == 1 else None
    if not isinstance(thumbprint, str) or not thumbprint:
        raise NotAuthenticated("token-claims", "The token is bound in a way that is not known here")
    return thumbprint


def _thumbprint(text: str) -> str | None:
    try:
        return certificate_thumbprint(base64.b64decode("".join(text.split()), validate=True))
    except binascii.Error:
        return None
