"""Every provider of the root key keeps the same promises: it alone unwraps what it wrapped, in its own place only."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gateway.crypto.root import LocalKey, RootKey, unwrap, wrap
from gateway.errors import Fault
from gateway.keys import open_root
from gateway.keys.file import write_key
from gateway.settings import KeySettings

LIBRARIES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")


class KeyService(BaseHTTPRequestHandler):
    """The transit interface, as far as it is used, with a key of its own."""

    key = LocalKey(bytes(range(32)))

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        verb = self.path.split("/")[3]
        bound = base64.b64decode(said.get("associated_data", ""))
        if self.headers["X-Vault-Token"] != "right":
            return self._answer(403, {})
        try:
            if verb == "encrypt":
                sealed = base64.b64encode(self.key.wrap(base64.b64decode(said["plaintext"]), bound)).decode()
                return self._answer(200, {"data": {"ciphertext": f"vault:v1:{sealed}"}})
            sealed = base64.b64decode(said["ciphertext"].removeprefix("vault:v1:"))
            return self._answer(200, {"data": {"plaintext": base64.b64encode(self.key.unwrap(sealed, bound)).decode()}})
        except (Fault, ValueError):
            return self._answer(400, {"errors": ["cipher: message authentication failed"]})

    def _answer(self, status: int, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def key_service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), KeyService)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KeySettings:
    """A software token with an AES key that cannot be taken out."""
    library = next((path for path in LIBRARIES if Path(path).exists()), None)
    if library is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM is not installed (Debian: softhsm2)")
    pkcs11 = pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm.conf"))
    made = ["softhsm2-util", "--init-token", "--free", "--label", "wijk", "--so-pin", "12345678", "--pin", "1234"]
    subprocess.run(made, check=True, capture_output=True)
    opened = pkcs11.lib(library)
    opened.reinitialize()
    with opened.get_token(token_label="wijk").open(rw=True, user_pin="1234") as session:
        template = {pkcs11.Attribute.EXTRACTABLE: False, pkcs11.Attribute.SENSITIVE: True}
        session.generate_key(pkcs11.KeyType.AES, 256, label="root", store=True, template=template)
    (tmp_path / "pin").write_text("1234\n")
    return KeySettings(
        key_provider="pkcs11",
        pkcs11_library=library,
        pkcs11_token="wijk",
        pkcs11_key="root",
        pkcs11_pin_file=tmp_path / "pin",
    )


@pytest.fixture(params=["file", "pkcs11", "transit"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> RootKey:
    match request.param:
        case "file":
            write_key(tmp_path / "root.key")
            return open_root(KeySettings(root_key_file=tmp_path / "root.key"))
        case "pkcs11":
            return open_root(request.getfixturevalue("token"))
        case _:
            (tmp_path / "token").write_text("right\n")
            url = request.getfixturevalue("key_service")
            return open_root(
                KeySettings(key_provider="transit", transit_url=url, transit_token_file=tmp_path / "token")
            )


def test_what_is_wrapped_unwraps_in_its_own_place_only(root: RootKey) -> None:
    secret = os.urandom(32)
    wrapped = wrap(root, secret, "client|source")
    assert unwrap(root, wrapped, "client|source") == secret
    assert secret not in wrapped
    assert wrap(root, secret, "client|source") != wrapped
    with pytest.raises(Fault):
        unwrap(root, wrapped, "client|other")
    middle = len(wrapped) // 2
    with pytest.raises(Fault):
        unwrap(root, wrapped[:middle] + bytes([wrapped[middle] ^ 1]) + wrapped[middle + 1 :], "client|source")


def test_another_root_key_is_named_as_such(root: RootKey) -> None:
    with pytest.raises(Fault) as refused:
        unwrap(LocalKey(os.urandom(32)), wrap(root, b"x" * 32, "s"), "s")
    assert refused.value.code == "root-key-other"


def test_a_root_key_file_is_private_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "root.key"
    write_key(path)
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(Fault):
        write_key(path)


@pytest.mark.parametrize(
    "broken",
    [
        {"root_key_file": Path("nowhere/root.key")},
        {"key_provider": "pkcs11", "pkcs11_library": "nowhere.so"},
        {"key_provider": "transit", "transit_token_file": Path("nowhere/token")},
    ],
)
def test_no_root_key_no_start(broken: dict[str, object]) -> None:
    with pytest.raises(Fault) as refused:
        open_root(KeySettings(**broken))
    assert refused.value.code == "root-key"


def test_a_key_service_that_refuses_is_a_fault_that_tells_no_secret(key_service: str, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("wrong")
    with pytest.raises(Fault) as refused:
        open_root(KeySettings(key_provider="transit", transit_url=key_service, transit_token_file=tmp_path / "token"))
    assert "wrong" not in str(refused.value)
    assert refused.value.__cause__ is None
