"""Forged tokens and policy documents, made by the thousand: none is accepted. `make exhaustive` makes 12,000.

The forger has every public key, documents that were valid, and keys of their own; what they change is chosen by a seed,
so that a find can be made again.
"""

from __future__ import annotations

import json as plain
import os
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.auth import backend
from gateway.consent import signature
from gateway.crypto.p256 import SigningKey
from gateway.errors import BadInput, NotAuthenticated, Rejected
from gateway.flows import register
from gateway.flows.house import House
from gateway.wire import jws
from tests.builders import world
from tests.unit.consent.test_signature import compact, document
from tests.vectors import forging
from tests.vectors.forging import ORDERS, Signer, b64, dump

EACH = 6_000 if os.environ.get("EXHAUSTIVE") else 300
NOW = datetime.fromtimestamp(forging.NOW, UTC)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\x00é"

SYSTEM, OTHER, STRANGER = (Signer.make(name, "ES256") for name in ("system", "other", "stranger"))
CLIENT = SigningKey.generate()
HEAD = {"alg": "ES256", "kid": CLIENT.thumbprint, "typ": signature.TYP}


def token_accepted(token: str) -> bool:
    """As the token endpoint does it: the key is found among those registered, by issuer and kid."""
    registered = {forging.ISSUER: {SYSTEM.kid: SYSTEM.jwk}, "his": {OTHER.kid: OTHER.jwk}}
    try:
        seen = jws.peek(token)
        key = registered.get(str(seen.claims.get("iss")), {}).get(str(seen.header.get("kid")))
        if key is None:
            return False
        jws.verify(token, key, audience=forging.AUDIENCE, issuer=forging.ISSUER, now=NOW, max_seconds=300)
    except NotAuthenticated:
        return False
    return True


def policy_accepted(token: str) -> bool:
    try:
        signature.verify(token, {CLIENT.thumbprint: CLIENT.jwk})
    except (Rejected, BadInput):
        return False
    return True


def altered(chance: random.Random, token: str) -> str:
    """The token with a few characters changed, left out, put in, moved or doubled: never the same."""
    made = token
    while made == token:
        letters = list(made)
        for _ in range(chance.choice((1, 1, 1, 2, 5))):
            at = chance.randrange(len(letters))
            match chance.randrange(6):
                case 0 | 1:
                    letters[at] = chance.choice(LETTERS)
                case 2:
                    del letters[at : at + chance.choice((1, 1, 4, 40))]
                case 3:
                    letters.insert(at, chance.choice(LETTERS))
                case 4:
                    other = chance.randrange(len(letters))
                    letters[at], letters[other] = letters[other], letters[at]
                case _:
                    letters[at:at] = letters[at : at + chance.randrange(1, 20)]
            letters = letters or ["A"]
        made = "".join(letters)
    return made


def spliced(chance: random.Random, one: str, two: str) -> str:
    """Parts of two tokens put together, at least one of each."""
    while True:
        parts = [chance.choice(pair) for pair in zip(one.split("."), two.split("."), strict=True)]
        made = ".".join(parts)
        if made not in (one, two):
            return made


def with_another_claim(chance: random.Random, claims: dict[str, Any]) -> dict[str, Any]:
    name = chance.choice([*claims, "scope", "admin"])
    value: Any = chance.choice(
        [None, True, 0, -1, 2**70, 1.5, "", "x", [], {}, [claims.get(name)], str(claims.get(name))]
    )
    return {**claims, name: value}


def forged_tokens(chance: random.Random) -> Iterator[str]:
    """Without end; each made by another kind of forger in turn."""
    listed = [case.token for case in forging.forged(SYSTEM, OTHER, STRANGER)]
    while True:
        claims = forging.claims(jti=f"j{chance.getrandbits(64)}", exp=forging.NOW + chance.randrange(10, 300))
        true = SYSTEM.token(SYSTEM.header(), claims)
        more = SYSTEM.token(SYSTEM.header(), {**claims, "jti": "another"})
        yield altered(chance, true)
        yield spliced(chance, true, more)
        yield STRANGER.token(SYSTEM.header(), claims)
        yield OTHER.token(chance.choice((SYSTEM, OTHER)).header(alg="ES256"), claims)
        changed = with_another_claim(chance, claims)
        yield (
            f"{true.partition('.')[0]}.{b64(dump(changed))}.{true.rpartition('.')[2]}"
            if changed != claims
            else listed[0]
        )
        yield f"{true.rpartition('.')[0]}.{b64(chance.randbytes(chance.choice((0, 1, 63, 64, 65, 70, 72, 96, 256))))}"
        yield chance.choice(listed)


def forged_policies(chance: random.Random) -> Iterator[str]:
    mine = Signer("k", "ES256", CLIENT.private)
    while True:
        said = compact(document(ver=chance.randrange(1, 9), jti=f"j{chance.getrandbits(64)}"))
        payload = plain.dumps(said, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()
        true = mine.token(HEAD, payload)
        if not policy_accepted(true):
            pytest.fail("the forger's own document is not valid: the test forges nothing")
        head, body, made = true.split(".")
        yield altered(chance, true)
        yield spliced(chance, true, mine.token(HEAD, payload.replace(b"alles", b"niets")))
        yield STRANGER.token(HEAD, payload)
        yield STRANGER.token({**HEAD, "kid": STRANGER.kid}, payload)
        yield mine.token(HEAD, payload, s="high")
        yield mine.token({**HEAD, chance.choice(("jwk", "jku", "crit", "x5u", "b64", "cty")): STRANGER.jwk}, payload)
        yield mine.token({**HEAD, "alg": chance.choice(("none", "HS256", "ES384", "RS256", None))}, payload)
        yield mine.token({**HEAD, "typ": chance.choice(("JWT", "at+jwt", "", None, signature.PASSKEY))}, payload)
        yield mine.token(HEAD, plain.dumps(said, indent=chance.randrange(3)).encode())
        yield mine.token(HEAD, payload[:-1] + b',"ver":%d}' % chance.randrange(9))
        yield mine.token(
            HEAD, payload.replace(b'"ver":', chance.choice((b'"ver" :', b'"ver":-', b'"ver":0', b'"Ver":')))
        )
        yield f"{head}.{body}.{b64(chance.randbytes(64))}"
        yield f"{head}.{body}.{b64(ORDERS['P-256'].to_bytes(32, 'big') * 2)}"
        yield f"{head}.{body}.{made}{chance.choice(('=', '.', 'A', ' ', chr(10)))}"


@pytest.mark.parametrize(
    ("forge", "accepted"),
    [(forged_tokens, token_accepted), (forged_policies, policy_accepted)],
    ids=["token", "policy"],
)
def test_nothing_forged_is_accepted(
    forge: Callable[[random.Random], Iterator[str]], accepted: Callable[[str], bool]
) -> None:
    made = forge(random.Random(20261126))
    assert [token for token in (next(made) for _ in range(EACH)) if accepted(token)] == []


def test_nothing_replayed_is_accepted(light_house: House) -> None:
    """Every assertion works once: sent again at once, later, and through another system."""
    for organisation in world.ORGANISATIONS:
        register.organisation(light_house, organisation)
    for id_, signer in ((forging.ISSUER, SYSTEM), ("his", OTHER)):
        register.connector(light_house, id_, id_, "wijkzorg", {"keys": [signer.jwk]})
    taken = 0
    tokens = [SYSTEM.token(SYSTEM.header(), forging.claims(jti=f"j{n}")) for n in range(EACH // 10)]
    with light_house.database.work() as session:
        for wait in (0, 1, 239):
            for token in tokens:
                try:
                    backend.prove(session, token, forging.AUDIENCE, NOW + timedelta(seconds=wait))
                except NotAuthenticated as refused:
                    assert refused.code == "token-replayed"
                else:
                    taken += 1
    assert taken == len(tokens)
