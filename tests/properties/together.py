"""From the plain values of the universe to what the deciding core is asked with."""

from __future__ import annotations

from typing import Any

from gateway.consent.asked import Item, Request, make_item
from gateway.consent.vocabulary import PRIMARY, SEVERAL, SINGLE
from gateway.stages.decided import RoleAt


def request_of(given: dict[str, Any]) -> Request:
    plain = {name: given.get(name) for name in ("person", "org", "orgtype", "purpose", "action")}
    roles = given.get("roles")
    return Request(**plain, roles=None if roles is None else tuple(RoleAt(r["role"], r["org"]) for r in roles))


def item_of(given: dict[str, Any]) -> Item:
    several = {name: tuple(given.get(name, ())) for name in (*SEVERAL, *PRIMARY.values())}
    return make_item({name: given.get(name) for name in SINGLE}, several, given.get("day"))
