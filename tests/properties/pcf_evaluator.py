"""A small evaluator of FHIR Consent as IHE PCF and R4 read it, written from their text and knowing nothing of rules.

A provision matches when every element in it does; the values of one element are alternatives. The deepest exception
that matches decides over what it is an exception to; nothing matched is a deny. An unknown modifier is a deny of all.
Shared subset: what FHIR has elements for; requests and data about which all of that is known.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from gateway.fhir.moments import interval


class ModifierError(Exception):
    """A modifier extension in here: whoever does not know it must not act on the Consent."""


def permits(consent: dict[str, Any], request: dict[str, Any], item: dict[str, Any], now: int) -> bool:
    """`request`: person, org, orgtype, roles, purpose, action; `item`: record, domain, problem, label, day."""
    if consent["status"] != "active" or "modifierExtension" in consent or _modified(consent["provision"]):
        raise ModifierError
    contained = {one["id"]: one for one in consent.get("contained", ())}
    return _outcome(consent["provision"], contained, request, item, now) == "permit"


def _modified(provision: dict[str, Any]) -> bool:
    return "modifierExtension" in provision or any(_modified(inner) for inner in provision.get("provision", ()))


def _outcome(provision: dict[str, Any], contained: dict[str, Any], request: Any, item: Any, now: int) -> str | None:
    """What a provision comes to: an exception of the other type that itself holds turns it round."""
    if not _matches(provision, contained, request, item, now):
        return None
    for inner in provision.get("provision", ()):
        if inner["type"] != provision["type"] and _outcome(inner, contained, request, item, now) == inner["type"]:
            return str(inner["type"])
    return str(provision["type"])


def _matches(provision: dict[str, Any], contained: dict[str, Any], request: Any, item: Any, now: int) -> bool:
    moment = datetime.fromtimestamp(now, UTC).isoformat().replace("+00:00", "Z")
    data = provision.get("data")
    return all(
        (
            "period" not in provision or _within(provision["period"], moment),
            "actor" not in provision or any(_is(a["reference"], contained, request) for a in provision["actor"]),
            "action" not in provision or _any_code(provision["action"], ACTIONS[request["action"]]),
            "purpose" not in provision or request["purpose"] in {c["code"] for c in provision["purpose"]},
            "class" not in provision or item["domain"] in {c["code"] for c in provision["class"]},
            "code" not in provision or any(_any_code([c], {p}) for c in provision["code"] for p in item["problem"]),
            "securityLabel" not in provision
            or not set(item["label"]).isdisjoint(c["code"] for c in provision["securityLabel"]),
            "dataPeriod" not in provision or _within(provision["dataPeriod"], item["day"]),
            data is None or item["record"] in {d["reference"]["identifier"]["value"] for d in data},
        )
    )


ACTIONS = {"see": {"access", "see"}, "export": {"collect", "export"}, "add": {"add"}}


def _is(reference: dict[str, Any], contained: dict[str, Any], request: dict[str, Any]) -> bool:
    if "identifier" in reference:
        system, value = reference["identifier"]["system"], reference["identifier"]["value"]
        return (system.endswith("persoon") and value == request["person"]) or (
            system.endswith("organisatie") and value == request["org"]
        )
    described = contained[reference["reference"].removeprefix("#")]
    if described["resourceType"] == "Organization":
        return bool(described["type"][0]["coding"][0]["code"] == request["orgtype"])
    role = described["code"][0]["coding"][0]["code"]
    org = described["organization"]["identifier"]["value"]
    return {"role": role, "org": org} in request["roles"]


def _any_code(concepts: list[dict[str, Any]], wanted: set[str]) -> bool:
    return any(coding["code"] in wanted for concept in concepts for coding in concept["coding"])


def _within(period: dict[str, Any], moment: str) -> bool:
    at = interval(moment)
    begin, end = (interval(period[side]) if side in period else None for side in ("start", "end"))
    assert at is not None
    return (begin is None or begin.low <= at.low) and (end is None or at.low < end.high)
