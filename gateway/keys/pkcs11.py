"""The root key in a PKCS#11 token (an HSM, or SoftHSM in tests): an AES key that never leaves it, used with AES-GCM.

Needs the extra `pkcs11`; the token, its library and the file with the PIN are settings.
"""

from __future__ import annotations

import os
import threading
from typing import Any

from gateway.crypto.primitives import sha256
from gateway.errors import Fault
from gateway.settings import KeySettings

NONCE, TAG_BITS = 12, 128


class TokenKey:
    """One session with the token, used by one thread at a time: sessions are not for sharing."""

    def __init__(self, settings: KeySettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._pkcs11 = _library()
        self.id = sha256(f"pkcs11|{settings.pkcs11_token}|{settings.pkcs11_key}".encode())[:8]
        self._key = self._open()

    def wrap(self, secret: bytes, bound: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._work("encrypt", secret, nonce, bound)

    def unwrap(self, wrapped: bytes, bound: bytes) -> bytes:
        return self._work("decrypt", wrapped[NONCE:], wrapped[:NONCE], bound)

    def _work(self, verb: str, data: bytes, nonce: bytes, bound: bytes) -> bytes:
        how = self._pkcs11.GCMParams(nonce, bound, TAG_BITS)
        with self._lock:
            try:
                done = getattr(self._key, verb)(data, mechanism=self._pkcs11.Mechanism.AES_GCM, mechanism_param=how)
            except self._pkcs11.PKCS11Error as error:
                # A token says the same of a changed byte and of a device that is gone: neither opens anything.
                raise Fault("unwrap", "The token did not open or wrap a key", mend="is the token there?") from error
        return bytes(done)

    def _open(self) -> Any:
        settings, wanted = self._settings, self._pkcs11
        try:
            pin = settings.pkcs11_pin_file.read_text().strip() if settings.pkcs11_pin_file else None
            token = wanted.lib(settings.pkcs11_library).get_token(token_label=settings.pkcs11_token)
            session = token.open(user_pin=pin)
            return session.get_key(
                object_class=wanted.ObjectClass.SECRET_KEY,
                key_type=wanted.KeyType.AES,
                label=settings.pkcs11_key,
            )
        except (wanted.PKCS11Error, OSError, RuntimeError) as error:
            raise Fault(
                "root-key", "The root key in the token cannot be used", mend="see WD_PKCS11_* in docs/settings.md"
            ) from error


def open_key(settings: KeySettings) -> TokenKey:
    """Raises Fault(root-key) when library, token, PIN or key is not there."""
    return TokenKey(settings)


def _library() -> Any:
    try:
        import pkcs11
        import pkcs11.exceptions
    except ImportError as error:
        raise Fault(
            "root-key", "The PKCS#11 library is not installed", mend="pip install wijkdossier[pkcs11]"
        ) from error
    return _Names(pkcs11)


class _Names:
    """The part of `pkcs11` that is used here; its own names where they are scattered over modules."""

    def __init__(self, module: Any) -> None:
        self.lib, self.GCMParams, self.Mechanism = module.lib, module.GCMParams, module.Mechanism
        self.ObjectClass, self.KeyType = module.ObjectClass, module.KeyType
        self.PKCS11Error = module.exceptions.PKCS11Error
