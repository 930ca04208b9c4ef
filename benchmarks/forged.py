"""`python -m benchmarks forged`: documents and tokens that nobody signed, or that were used before, at every door.

Over HTTP to the whole application, with its database: policies to POST /consents, assertions to POST /token, access
tokens to GET /clients. The forger knows every public key and every document that was ever valid, and has keys of their
own; half of what they do is to bytes, half to structure. Between the forgeries true ones are sent, which must be taken:
a door that is always shut keeps out everything.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi.testclient import TestClient

from benchmarks.progress import Progress, silent
from gateway.app import create_app
from gateway.auth import backend, development, scopes
from gateway.cli.demo_senders import assertion_form
from gateway.consent import signature
from gateway.crypto.p256 import P256_ORDER, SigningKey
from gateway.crypto.primitives import b64url, random_token, unb64url
from gateway.flows import callers, custody, register
from gateway.flows.house import House
from gateway.stages.decided import Caller
from gateway.wire import json

CLIENT: Final = "client-bakker"
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/"
TRUE_EVERY: Final = 50

Forge = Callable[["Forger"], str]


@dataclass
class Forger:
    """`true`: a fresh valid token; `key`: whose it is; `earlier`: valid ones that were used before."""

    chance: random.Random
    key: SigningKey
    true: str
    earlier: list[str]
    claims: dict[str, Any]
    stranger: SigningKey = field(default_factory=SigningKey.generate)

    @property
    def parts(self) -> tuple[str, str, str]:
        head, body, made = self.true.split(".")
        return head, body, made

    @property
    def header(self) -> dict[str, Any]:
        return dict(json.loads(unb64url(self.parts[0])))

    def signed(self, header: Any, claims: Any, key: SigningKey | None = None) -> str:
        text = f"{b64url(json.canonical(header))}.{b64url(json.canonical(claims))}"
        return f"{text}.{b64url((key or self.key).sign(text.encode()))}"


def altered(f: Forger) -> str:
    """A few characters changed, left out, put in or doubled."""
    made = f.true
    while made == f.true:
        letters = list(f.true)
        for _ in range(f.chance.choice((1, 1, 1, 2, 5))):
            at = f.chance.randrange(len(letters))
            match f.chance.randrange(4):
                case 0:
                    letters[at] = f.chance.choice(LETTERS)
                case 1:
                    del letters[at : at + f.chance.choice((1, 1, 4, 40))]
                case 2:
                    letters.insert(at, f.chance.choice(LETTERS))
                case _:
                    letters[at:at] = letters[at : at + f.chance.randrange(1, 20)]
            letters = letters or ["A"]
        made = "".join(letters)
    return made


def flipped(f: Forger) -> str:
    """One bit of one part, in strict base64url again."""
    parts = [bytearray(unb64url(part)) for part in f.parts]
    part = f.chance.choice(parts)
    part[f.chance.randrange(len(part))] ^= 1 << f.chance.randrange(8)
    return ".".join(b64url(bytes(part)) for part in parts)


def spliced(f: Forger) -> str:
    """The parts of two that were each valid."""
    other = f.chance.choice(f.earlier).split(".")
    mine, places = list(f.parts), f.chance.choice(((1,), (2,), (0, 1)))
    for place in places:
        mine[place] = other[place]
    return ".".join(mine)


def another_key(f: Forger) -> str:
    """Signed with a key of one's own, under the kid of the other or one's own."""
    header = f.header | ({} if f.chance.random() < 0.5 else {"kid": f.stranger.thumbprint})
    return f.signed(header, f.claims, f.stranger)


def other_claims(f: Forger) -> str:
    """The signature kept, the claims changed."""
    head, _body, made = f.parts
    name = f.chance.choice([*f.claims, "admin"])
    value = f.chance.choice((None, True, 0, -1, 2**31, "", "x", [], {}, "connector:elders"))
    changed = {**f.claims, name: value} if f.claims.get(name) != value else {**f.claims, "more": 1}
    return f"{head}.{b64url(json.canonical(changed))}.{made}"


def other_algorithm(f: Forger) -> str:
    """`none`, or the public key used as a secret."""
    if f.chance.random() < 0.5:
        text = f"{b64url(json.canonical({**f.header, 'alg': f.chance.choice(('none', 'None', 'ES384', 'RS256'))}))}"
        return f"{text}.{f.parts[1]}.{f.chance.choice(('', f.parts[2]))}"
    text = f"{b64url(json.canonical({**f.header, 'alg': 'HS256'}))}.{f.parts[1]}"
    secret = f.chance.choice((json.canonical(f.key.jwk), f.key.thumbprint.encode(), unb64url(f.key.jwk["x"]), b""))
    return f"{text}.{b64url(hmac.digest(secret, text.encode(), hashlib.sha256))}"


def other_header(f: Forger) -> str:
    """A member that asks for another key or another reading, signed by who it asks for."""
    name = f.chance.choice(("jwk", "jku", "x5u", "x5c", "crit", "b64", "cty", "zip"))
    value = {"jwk": f.stranger.jwk, "crit": ["b64"], "b64": False, "x5c": ["AA"]}.get(name, "https://example.org/k")
    return f.signed({**f.header, name: value}, f.claims, f.chance.choice((f.key, f.stranger)))


def other_signature(f: Forger) -> str:
    head, body, _made = f.parts
    value = f.chance.choice((b"", bytes(64), f.chance.randbytes(64), f.chance.randbytes(70), b"\xff" * 64))
    return f"{head}.{body}.{b64url(value)}"


def replayed(f: Forger) -> str:
    return f.chance.choice(f.earlier)


# By the rightful key, and still not to be taken.
def malleated(f: Forger) -> str:
    """The other value that verifies as well: refused in a policy, whose token would have two forms."""
    head, body, made = f.parts
    value = unb64url(made)
    s = P256_ORDER - int.from_bytes(value[32:], "big")
    return f"{head}.{body}.{b64url(value[:32] + s.to_bytes(32, 'big'))}"


def not_canonical(f: Forger) -> str:
    head, body, _made = f.parts
    payload = unb64url(body)
    spelled = f.chance.choice(
        (payload.replace(b":", b": ", 1), payload.replace(b",", b", ", 1), payload + b" ", payload[:-1] + b',"ver":1}')
    )
    text = f"{head}.{b64url(spelled)}"
    return f"{text}.{b64url(f.key.sign(text.encode()))}"


def other_document(f: Forger) -> str:
    """A document that is signed well and is for somebody else, somewhere else, or does not follow what stands."""
    changed: dict[str, Any] = f.chance.choice(
        (
            {"cid": random_token(12)}, {"aud": "https://example.org"}, {"ver": f.claims["ver"] + 1},
            {"ver": max(1, f.claims["ver"] - 1)}, {"prev": None}, {"prev": "0" * 64}, {"fmt": "nl-toestemming/2"},
            {"iat": f.claims["iat"] + 86_400}, {"exp": f.claims["iat"] - 1}, {"more": 1},
            {"rules": [{"id": "a", "effect": "allow", "who": {"kind": "any"}, "text": "x"}]},
        )
    )  # fmt: skip
    if f.claims["ver"] == 1 and changed in ({"prev": None}, {"ver": 1}):
        changed = {"ver": 9}
    return f.signed(f.header, {**f.claims, **changed})


def other_moment(f: Forger) -> str:
    """Signed well, and over, still to come, too long, for another gateway or in another's name."""
    now = f.claims["iat"]
    changed: dict[str, Any] = f.chance.choice(
        ({"exp": now - 10}, {"iat": now + 600, "exp": now + 800}, {"exp": now + 86_400}, {"aud": "https://example.org"},
         {"iss": "elders"}, {"exp": None}, {"aud": None}, {"nbf": now + 600}, {"exp": str(now + 60)})
    )  # fmt: skip
    return f.signed(f.header, {name: value for name, value in {**f.claims, **changed}.items() if value is not None})


ANY: Final[tuple[Forge, ...]] = (
    altered, flipped, spliced, another_key, other_claims, other_algorithm, other_header, other_signature,
)  # fmt: skip
POLICY: Final = (*ANY, replayed, malleated, not_canonical, other_document)
ASSERTION: Final = (*ANY, replayed, other_moment)
ACCESS: Final = (*ANY, other_moment)


@dataclass
class Doors:
    """The whole gateway, with a client and a care system that have keys of their own."""

    house: House
    chance: random.Random
    web: TestClient = field(init=False)
    device: SigningKey = field(default_factory=SigningKey.generate)
    system: SigningKey = field(default_factory=SigningKey.generate)
    sent: Counter[str] = field(default_factory=Counter)
    accepted: list[str] = field(default_factory=list)
    true: Counter[str] = field(default_factory=Counter)
    used: dict[str, list[str]] = field(default_factory=lambda: {"policy": [], "assertion": [], "access token": []})

    def __post_init__(self) -> None:
        self.web = TestClient(create_app(house=self.house), base_url=self.house.settings.base_url)
        jwks = {"keys": [{**self.system.jwk, "alg": "ES256", "kid": self.system.thumbprint}]}
        register.connector(self.house, "forged", "Systeem", "praktijk", jwks)
        custody.enrol(self.house, self.owner, self.device.jwk)

    @property
    def owner(self) -> Caller:
        with self.house.database.work() as session:
            return callers.of_persona(self.house, session, "client", CLIENT)

    def access(self, subject: str) -> str:
        settings, now = self.house.settings, self.house.now()
        return backend.issue(self.house.signing_key, subject, (scopes.READ,), settings.audience, now, 300)

    def take(self, kind: str, token: str) -> bool:
        """Whether the gateway takes it. Anything but yes or a refusal is an error of ours."""
        match kind:
            case "policy":
                bearer = {"Authorization": f"Bearer {self.access(f'client:{CLIENT}')}"}
                answer = self.web.post("/consents", content=token, headers=bearer)
            case "assertion":
                form = assertion_form(self.house.settings.base_url, "forged", self.system)
                answer = self.web.post("/token", data={**form, "client_assertion": token})
            case _:
                answer = self.web.get("/clients", headers={"Authorization": b"Bearer " + token.encode()})
        if answer.status_code >= 500:
            raise SystemExit(f"{kind}: {answer.status_code}")
        return answer.is_success

    def fresh(self, kind: str) -> tuple[str, SigningKey]:
        """A token that would be taken."""
        match kind:
            case "policy":
                bearer = {"Authorization": f"Bearer {self.access(f'client:{CLIENT}')}"}
                now = self.web.get("/consents/current", headers=bearer).json()
                moment = int(self.house.now().timestamp())
                document = {
                    "fmt": "nl-toestemming/1", "cid": now["cid"], "ver": now["version"] + 1, "prev": now["hash"],
                    "aud": now["aud"], "iat": moment, "jti": random_token(12), "nonce": None, "emergency": "allow",
                    "notify": {}, "rules": [],
                }  # fmt: skip
                return signature.sign_policy(document, self.device), self.device
            case "assertion":
                base_url = self.house.settings.base_url
                return assertion_form(base_url, "forged", self.system)["client_assertion"], self.system
            case _:
                return self.access("person:arts"), self.house.signing_key

    def use(self, kind: str) -> None:
        token, _key = self.fresh(kind)
        if not self.take(kind, token):
            raise SystemExit(f"a true {kind} was refused: nothing was measured")
        self.true[kind] += 1
        self.used[kind].append(token)

    def forge(self, kind: str, how: Forge) -> None:
        token, key = self.fresh(kind)
        claims = dict(json.loads(unb64url(token.split(".")[1])))
        made = how(Forger(self.chance, key, token, self.used[kind], claims))
        self.sent[f"{kind}: {how.__name__}"] += 1
        if self.take(kind, made):
            self.accepted.append(f"{kind}: {how.__name__}")


def plan(count: int) -> Iterator[tuple[str, Forge]]:
    """Kind after kind, each way of forging as often."""
    ways = [(kind, how) for kind, each in (("policy", POLICY), ("assertion", ASSERTION), ("access token", ACCESS))
            for how in each]  # fmt: skip
    for n in range(count):
        yield ways[n % len(ways)]


def run(house: House, count: int, seed: int, told: Progress = silent) -> Doors:
    assert any(c["id"] == CLIENT for c in development.town()["client"])
    quick = dataclasses.replace(house, settings=house.settings.model_copy(update={"answer_step_ms": 0}))
    doors = Doors(quick, random.Random(seed))
    for kind in doors.used:
        doors.use(kind)
        doors.use(kind)
    for n, (kind, how) in enumerate(plan(count), start=1):
        doors.forge(kind, how)
        if n % TRUE_EVERY == 0:
            doors.use(list(doors.used)[n // TRUE_EVERY % 3])
        told(n, count)
    return doors


def rows(house: House, count: int, seed: int, told: Progress) -> list[tuple[str, str]]:
    doors = run(house, count, seed, told)
    kinds = Counter(name.split(":")[0] for name in doors.sent.elements())
    return [
        ("forged or replayed, sent", f"{doors.sent.total():,} in {len(doors.sent)} ways"),
        *((f"of these {kind}", f"{times:,}") for kind, times in kinds.items()),
        ("accepted (must be 0)", f"{len(doors.accepted):,} {sorted(Counter(doors.accepted).items()) or ''}".strip()),
        ("true ones sent between, all taken", f"{doors.true.total():,}"),
    ]
