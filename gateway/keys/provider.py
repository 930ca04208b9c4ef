"""One port, three providers: which one holds the root key is one setting."""

from __future__ import annotations

from typing import assert_never

from gateway.crypto.root import RootKey
from gateway.keys import file, pkcs11, transit
from gateway.settings import KeySettings


def open_root(settings: KeySettings) -> RootKey:
    """The root key of these settings. Raises Fault when it cannot be reached: no root key, no start."""
    match settings.key_provider:
        case "file":
            return file.open_key(settings.root_key_file)
        case "pkcs11":
            return pkcs11.open_key(settings)
        case "transit":
            return transit.open_key(settings)
        case other:
            assert_never(other)
