"""Where the root key lives: in a file, behind PKCS#11, or with a key service; and the secrets wrapped under it."""

from gateway.keys.provider import open_root
from gateway.keys.store import load

__all__ = ["load", "open_root"]
