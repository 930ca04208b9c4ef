"""The clients of the demo town sign their wishes, each with a key of their own, through the API."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from gateway.auth import development
from gateway.consent import signature
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import random_token
from gateway.demo.wishes import WISHES, Wish

YEAR = 365 * 24 * 3600


def anything_there(web: httpx.Client) -> bool:
    """Whether an earlier run left policies."""
    first = development.town()["client"][0]["id"]
    return bool(_current(web, token_of(web, first))["version"])


def sign_all(web: httpx.Client) -> int:
    """Let every client persona with wishes sign them. Returns how many policies were accepted."""
    town = development.town()
    signed = 0
    for client in town["client"]:
        wishes = [wish for wish in WISHES if wish.client_bsn == client["bsn"]]
        for version in _versions(wishes):
            _sign(web, client["id"], [_rule(wish) for wish in version])
            signed += 1
    return signed


def tell_personas(base_url: str) -> None:
    town = development.town()
    names = {o["id"]: o["name"] for o in town["organisation"]}
    print("Be one of:")
    for person in town["professional"]:
        print(f"  {person['name']:<26} {person['role']}, {names[person['organisation']]}")
    for client in town["client"]:
        print(f"  {client['name']:<26} cliënt")
    print(f"\nLog in at {base_url}/inloggen (fictional people; this login exists in the demo only)\n")


def _versions(wishes: list[Wish]) -> Iterable[list[Wish]]:
    """What a client signs one after the other: all wishes, and once more without those that were stopped."""
    if wishes:
        yield wishes
    if any(wish.stopped for wish in wishes):
        yield [wish for wish in wishes if not wish.stopped]


def _sign(web: httpx.Client, persona: str, rules: list[dict[str, Any]]) -> None:
    token = token_of(web, persona)
    now = _current(web, token)
    key = _KEYS.setdefault(persona, SigningKey.generate())
    headers = {"Authorization": f"Bearer {token}"}
    if not now["version"]:
        web.post("/consents/keys", json=key.jwk, headers=headers).raise_for_status()
    said = web.post("/consents/sentences", json=rules, headers=headers)
    said.raise_for_status()
    moment = int(datetime.now(UTC).timestamp())
    document = {
        "fmt": "nl-toestemming/1",
        "cid": now["cid"],
        "ver": now["version"] + 1,
        "prev": now["hash"],
        "aud": now["aud"],
        "iat": moment,
        "nbf": moment,
        "exp": moment + 5 * YEAR,
        "jti": random_token(12),
        "nonce": None,
        "emergency": "allow",
        "notify": {"every_access": False, "new_source": True},
        "rules": [{**rule, "text": text} for rule, text in zip(rules, said.json(), strict=True)],
    }
    web.post("/consents", content=signature.sign_policy(document, key), headers=headers).raise_for_status()


def _rule(wish: Wish) -> dict[str, Any]:
    kind, _, id_ = wish.party.partition(":")
    return {
        "id": uuid.uuid4().hex[:12],
        "effect": "permit",
        "who": {"kind": kind, "id": id_},
        "what": {"domain": sorted(wish.what)},
        "how": ["contact-only"] if wish.contact_only else ["see"],
        "exp": _end_of(wish.until),
    }


def _end_of(day: date) -> int:
    return int(datetime.combine(day + timedelta(days=1), time(), ZoneInfo("Europe/Amsterdam")).timestamp())


def token_of(web: httpx.Client, persona: str) -> str:
    """A token for one of the people of the town."""
    answer = web.post("/dev/token", data={"persona": persona})
    answer.raise_for_status()
    return str(answer.json()["access_token"])


def _current(web: httpx.Client, token: str) -> dict[str, Any]:
    answer = web.get("/consents/current", headers={"Authorization": f"Bearer {token}"})
    answer.raise_for_status()
    return dict(answer.json())


_KEYS: dict[str, SigningKey] = {}
