"""The login providers an operator configured: who may tell us who somebody is, and how to read what they say.

A TOML file (`WD_LOGIN_PROVIDERS`), a table for each; docs/settings.md lists its members. The embedded development
provider is not among them: it exists by profile and address (development.py).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal

from gateway.auth import development
from gateway.crypto.p256 import SigningKey
from gateway.errors import Fault, NotFound

Kind = Literal["zorgverlener", "client"]
_ID = re.compile(r"[a-z][a-z0-9-]{0,30}")
_REQUIRED = frozenset({"id", "name", "issuer", "client_id", "kind"})


@dataclass(frozen=True, slots=True)
class Provider:
    """One OpenID provider.

    `kind`: whom it logs in. `secret`: of our registration there, or `key`, with which we sign instead
    (`private_key_jwt`); neither for a public client. `person_claim`: the claim that
    names the person, `person_is` what it holds: a `subject` that an operator linked to somebody registered, or the
    `bsn` of a client. `role_claim`: when given, must hold the role the professional is registered with. `acr`: levels
    of assurance asked for, one of which must be told back. `internal`: it may live on a private address.
    """

    id: str
    name: str
    issuer: str
    client_id: str
    kind: Kind
    secret: str = field(default="", repr=False)
    key: SigningKey | None = field(default=None, repr=False)
    scope: str = "openid"
    person_claim: str = "sub"
    person_is: Literal["subject", "bsn"] = "subject"
    role_claim: str = ""
    acr: tuple[str, ...] = ()
    internal: bool = False


def load(path: Path | None) -> Mapping[str, Provider]:
    """Id → provider. Raises Fault(login-providers) for a file that cannot be read exactly."""
    if path is None:
        return {}
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise _wrong("cannot be read") from None


def provider(path: Path | None, id_: str) -> Provider:
    """Raises NotFound."""
    found = load(path).get(id_)
    if found is None:
        raise NotFound("not-found", "Nothing here that you may see")
    return found


@cache
def _read(path: Path, _changed: int) -> Mapping[str, Provider]:
    document = tomllib.loads(path.read_text("utf-8"))
    if set(document) != {"provider"} or not isinstance(document["provider"], list):
        raise _wrong("holds [[provider]] tables and nothing else")
    made = [_provider(table, path.parent) for table in document["provider"]]
    if len({one.id for one in made}) != len(made):
        raise _wrong("names a provider twice")
    return {one.id: one for one in made}


def _provider(table: Mapping[str, Any], folder: Path) -> Provider:
    given = dict(table)
    secret, key = given.pop("secret_file", None), given.pop("key_file", None)
    kinds = {one.name: one.type for one in fields(Provider)}
    unknown = set(given) - set(kinds) | ({"secret", "key"} & set(given))
    if not all(one is None or isinstance(one, str) for one in (secret, key)) or None not in (secret, key):
        raise _wrong("names a secret and a key, or one that is no file")
    if unknown or not set(given) >= _REQUIRED:
        raise _wrong("has a member too many or too few in a [[provider]]")
    for name, value in given.items():
        wanted = {"acr": list, "internal": bool}.get(name, str)
        if not isinstance(value, wanted):
            raise _wrong(f"has a {name} of another kind than docs/settings.md says")
    if (
        not _ID.fullmatch(given["id"])
        or given["id"] == development.PROVIDER
        or given["kind"] not in {"zorgverlener", "client"}
    ):
        raise _wrong("has an id or kind that is not possible")
    if given.get("person_is", "subject") not in {"subject", "bsn"} or (
        given.get("person_is") == "bsn" and given["kind"] != "client"
    ):
        raise _wrong("has a person_is that is not possible; only a client is known by BSN")
    if "openid" not in given.get("scope", "openid").split():
        raise _wrong("asks for a scope without openid")
    given["acr"] = tuple(str(level) for level in given.get("acr", ()))
    if secret is not None:
        given["secret"] = (folder / secret).read_text("utf-8").strip()
    if key is not None:
        given["key"] = _key(folder / key)
    return Provider(**given)


def _key(path: Path) -> SigningKey:
    try:
        return SigningKey.from_pem(path.read_bytes())
    except (ValueError, TypeError, Fault):
        raise _wrong("names a key_file that is no P-256 private key as PEM, without password") from None


def _wrong(why: str) -> Fault:
    return Fault("login-providers", f"The file of login providers {why}", mend="WD_LOGIN_PROVIDERS; docs/settings.md")
