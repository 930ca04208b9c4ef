"""The root key with a key service that encrypts over HTTP: the transit interface of HashiCorp Vault and OpenBao.

`POST {url}/v1/transit/encrypt/{key}` and `…/decrypt/{key}` with base64 `plaintext` and `associated_data`; the token
stands in a file and goes in `X-Vault-Token`.
"""

from __future__ import annotations

import base64
import binascii

import httpx

from gateway.crypto.primitives import sha256
from gateway.errors import Fault
from gateway.settings import KeySettings

SECONDS = 5.0


class ServiceKey:
    """A named key of the service. Each use is a request; data keys are kept open in memory, so uses are few."""

    def __init__(self, url: str, key: str, token: str) -> None:
        self.id = sha256(f"transit|{url}|{key}".encode())[:8]
        self._key = key
        self._web = httpx.Client(base_url=f"{url}/v1/transit", headers={"X-Vault-Token": token}, timeout=SECONDS)

    def wrap(self, secret: bytes, bound: bytes) -> bytes:
        told = self._ask("encrypt", plaintext=_text(secret), associated_data=_text(bound))
        return told.encode()

    def unwrap(self, wrapped: bytes, bound: bytes) -> bytes:
        told = self._ask("decrypt", ciphertext=wrapped.decode("ascii", "replace"), associated_data=_text(bound))
        try:
            return base64.b64decode(told, validate=True)
        except binascii.Error:
            raise Fault("unwrap", "The key service gave no key back") from None

    def _ask(self, verb: str, **said: str) -> str:
        try:
            answer = self._web.post(f"/{verb}/{self._key}", json=said)
            answer.raise_for_status()
            return str(answer.json()["data"]["ciphertext" if verb == "encrypt" else "plaintext"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            # Without the cause: it would carry the request, and with it what was to be wrapped.
            raise Fault(
                "unwrap",
                "The key service did not open or wrap a key",
                mend="is the service there, and the token valid?",
            ) from None


def open_key(settings: KeySettings) -> ServiceKey:
    """Raises Fault(root-key) when the service or its token is not there: asked once, at the start."""
    try:
        token = settings.transit_token_file.read_text().strip() if settings.transit_token_file else ""
    except OSError as error:
        raise Fault("root-key", "The token of the key service cannot be read", mend="WD_TRANSIT_TOKEN_FILE") from error
    key = ServiceKey(settings.transit_url.rstrip("/"), settings.transit_key, token)
    try:
        given_back = key.unwrap(key.wrap(b"start", b"start"), b"start")
    except Fault as fault:
        raise Fault("root-key", "The key service cannot be used", mend=fault.mend) from None
    if given_back != b"start":
        raise Fault("root-key", "The key service does not give back what it took")
    return key


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
