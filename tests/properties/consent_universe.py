"""A small universe of rules, requests and items: small enough to enumerate, rich enough to hold every kind of clash."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

from hypothesis import strategies as st

NOW = 1_790_000_000
ORDER = {"deny": 0, "contact-only": 1, "see": 2, "add": 2, "export": 2}

WHO: tuple[dict[str, str], ...] = (
    {"kind": "any"},
    {"kind": "orgtype", "id": "huisarts"},
    {"kind": "org", "id": "praktijk"},
    {"kind": "role@org", "id": "huisarts", "org": "praktijk"},
    {"kind": "person", "id": "bos"},
)
WHAT: tuple[dict[str, Any], ...] = (
    {},
    {"label": ["PSY"]},
    {"life": ["huisvesting"]},
    {"domain": ["wijkverpleging"], "period": {"from": "2025-01-01", "to": "2025-12-31"}},
    {"record": ["r1"]},
)
FURTHER: tuple[dict[str, Any], ...] = ({}, {"why": ["TREAT"]}, {"how": ["contact-only"]})

# 2 effects x 5 x 5 x 3 = 150 rules: 11,326 policies of at most two of them, 562,626 of at most three.
RULES = [
    {"effect": effect, "who": who, "what": what, **further}
    for effect, who, what, further in product(("permit", "deny"), WHO, WHAT, FURTHER)
]

REQUEST: dict[str, Any] = {
    "person": "bos",
    "org": "praktijk",
    "orgtype": "huisarts",
    "roles": [{"role": "huisarts", "org": "praktijk"}],
    "purpose": "TREAT",
    "action": "see",
}
ITEM: dict[str, Any] = {
    "record": "r1",
    "source": "wijkzorg",
    "domain": "wijkverpleging",
    "law": "Zvw",
    "life": ["huisvesting"],
    "life_primary": ["huisvesting"],
    "label": ["R", "PSY"],
    "day": "2025-03-04",
}


def without(given: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name not in names}


# Every rule meets a request and item where it matches, where it does not, and where it cannot be known.
PROBES: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
    (REQUEST, ITEM),
    ({**REQUEST, "person": "vos", "purpose": "MDO"}, {**ITEM, "life": ["huisvesting", "financien"]}),
    (without(REQUEST, "person", "purpose"), without(ITEM, "label", "day")),
    (without(REQUEST, "roles", "org"), {**without(ITEM, "life_primary"), "life": ["huisvesting", "financien"]}),
    ({**REQUEST, "roles": []}, {**ITEM, "label": ["N"], "day": "2024-12-31"}),
    ({**REQUEST, "orgtype": "gemeente"}, without(ITEM, "life", "record", "domain")),
    ({**REQUEST, "action": "export"}, ITEM),
    ({**REQUEST, "org": "elders"}, {**ITEM, "record": "r2", "life_primary": ["financien"], "life": ["financien"]}),
)


def policies(largest: int) -> Any:
    """All sets of at most `largest` rules."""
    named = [{"id": str(n), **rule} for n, rule in enumerate(RULES)]
    for size in range(largest + 1):
        yield from (list(chosen) for chosen in combinations(named, size))


def lines(largest: int, probes_each: int) -> Any:
    """Every policy with `probes_each` of the probes, going round so that all of them get their turn."""
    for n, rules in enumerate(policies(largest)):
        for turn in range(probes_each):
            request, item = PROBES[(n * probes_each + turn) % len(PROBES)]
            yield {"policy": {"rules": rules}, "request": request, "item": item, "now": NOW}


def _some(values: tuple[str, ...]) -> Any:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)


LIVES = ("huisvesting", "financien", "justitie")
whats = st.fixed_dictionaries(
    {},
    optional={
        "domain": _some(("wijkverpleging", "wmo")),
        "law": _some(("Zvw", "Wmo")),
        "source": _some(("wijkzorg", "gemeente")),
        "life": _some(LIVES),
        "problem": _some(("PB0001", "PB0024")),
        "label": _some(("N", "PSY")),
        "period": st.sampled_from([{"from": "2025-01-01"}, {"to": "2025-03-04"}]),
        "record": _some(("r1", "r2")),
    },
)
whos = st.sampled_from([*WHO, {"kind": "person", "id": "vos"}, {"kind": "org", "id": "elders"}])
rules = st.fixed_dictionaries(
    {"effect": st.sampled_from(["permit", "permit", "deny"]), "who": whos, "what": st.just({}) | whats},
    optional={
        "why": _some(("TREAT", "MDO")),
        "how": _some(("see", "contact-only", "add", "export")),
        "nbf": st.sampled_from([NOW, NOW + 1]),
        "exp": st.sampled_from([NOW, NOW + 1]),
        "oblige": st.just(["no-export"]),
    },
)
rule_lists = st.lists(rules, max_size=6).map(lambda made: [{"id": str(n), **rule} for n, rule in enumerate(made)])
requests = st.fixed_dictionaries(
    {"action": st.sampled_from(["see", "see", "contact-only", "add", "export"])},
    optional={
        "person": st.sampled_from(["bos", "vos"]),
        "org": st.sampled_from(["praktijk", "elders"]),
        "orgtype": st.sampled_from(["huisarts", "gemeente"]),
        "roles": st.lists(st.just({"role": "huisarts", "org": "praktijk"}), max_size=1),
        "purpose": st.sampled_from(["TREAT", "MDO"]),
    },
)
items = st.fixed_dictionaries(
    {},
    optional={
        "record": st.sampled_from(["r1", "r2"]),
        "source": st.sampled_from(["wijkzorg", "gemeente"]),
        "domain": st.sampled_from(["wijkverpleging", "wmo"]),
        "law": st.sampled_from(["Zvw", "Wmo"]),
        "life": _some(LIVES),
        "life_primary": _some(LIVES),
        "problem": _some(("PB0001", "PB0024")),
        "label": _some(("N", "PSY")),
        "day": st.sampled_from(["2024-12-31", "2025-03-04", "2025-03-05"]),
    },
)
