"""What clients sign, and those who decide for them: keys, policies, confirmations, recovery and mandates."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway.api.answers import as_json
from gateway.api.bodies import small
from gateway.api.callers import InHouse, RequestId, Who
from gateway.consent import keys, templates
from gateway.errors import BadInput, Rejected
from gateway.flows import (
    at_table,
    consents_in,
    custody,
    mandates,
    proof,
    proposals,
    recovery,
    sentences,
    steward,
    wanted,
)
from gateway.flows.house import House
from gateway.stages.decided import Caller
from gateway.wire import json

FHIR_JSON = "application/fhir+json"
router = APIRouter(prefix="/consents", tags=["consents"])


@router.get("/current")
def current(house: InHouse, who: Who, cid: str | None = None) -> Response:
    """What the next version builds on: client id, audience, version, hash (its `prev`) and the token that holds.

    `cid`: a client you decide for; absent: yourself. `fork`: more than one token, when two devices signed apart.
    """
    now = steward.current(house, who, cid)
    value = {
        "cid": now.client,
        "aud": house.settings.base_url,
        "version": now.version,
        "hash": now.prev,
        "policy": now.tokens[0] if now.tokens else None,
        "fork": list(now.tokens) if len(now.tokens) > 1 else [],
        "restrictions": list(now.restrictions),
    }
    return as_json(value)


@router.get("/{version}/receipt")
def receipt(
    version: Annotated[int, Path(ge=1, lt=2**31)], house: InHouse, who: Who, cid: str | None = None
) -> Response:
    """The receipt of one version you signed: the policy with proof that it stands on the audit log. `cid`: for whom."""
    return Response(proof.receipt(house, who, version, cid).document, 200, media_type="application/json")


@router.post("/keys")
async def enrol(request: Request, house: InHouse, who: Who, request_id: RequestId, cid: str | None = None) -> Response:
    """Register the public key (JWK, P-256) of a device of your own; `?form=webauthn` for a passkey."""
    form = request.query_params.get("form", "jws")
    if form not in {"jws", "webauthn"}:
        raise BadInput("key-kind", "A key signs as jws or as webauthn", where="form")
    jwk = await _jwk(request)
    passkey: keys.Form = "webauthn" if form == "webauthn" else "jws"
    kid = await run_in_threadpool(custody.enrol, house, who, jwk, request_id, form=passkey, client=cid)
    return as_json({"kid": kid}, 201)


@router.post("/keys/{kid}/compromised", status_code=204)
def compromised(
    house: InHouse, who: Who, request_id: RequestId, kid: str, since: datetime | None = None, cid: str | None = None
) -> None:
    """A key is in other hands, `since` a moment (ISO 8601 with offset; absent: now). What it widened since then falls,
    wherever you sign with it. `cid`: it signs in your name for a client you decide for.
    """
    if since is not None and since.tzinfo is None:
        raise BadInput("compromise-moment-form", "A moment needs its offset to UTC", where="since")
    custody.report(house, who, kid, since or house.now(), request_id, client=cid)


@router.delete("/keys/{kid}", status_code=204)
def retire(house: InHouse, who: Who, request_id: RequestId, kid: str, cid: str | None = None) -> None:
    """Sign nothing more with this key, for yourself or for a client you decide for (`cid`); what it signed stays."""
    custody.retire(house, who, kid, request_id, client=cid)


@router.post("")
async def accept(
    request: Request, house: InHouse, who: Who, request_id: RequestId, offline: bool = False, cid: str | None = None
) -> Response:
    """Append the next version of a policy: a compact JWS signed with one of your keys.

    `?offline=true`: if another device was earlier with the same `prev`, keep this one beside it: both must permit.
    As `application/fhir+json`, a FHIR Consent (`?cid=`: about a client you decide for): what it denies counts at once,
    what it permits waits for a signature.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == FHIR_JSON:
        return await _take(request, house, who, request_id, cid)
    token = await _token(request)
    receipt = await run_in_threadpool(steward.accept, house, who, token, request_id, beside=offline)
    value = {
        "version": receipt.version,
        "hash": receipt.policy_hash,
        "sentences": list(receipt.sentences),
        "remarks": [
            {
                "code": "policy-sentence",
                "where": f"rules[{n}].text",
                "mend": "POST /consents/sentences tells the sentence of a rule",
            }
            for n in receipt.unsaid
        ],
        "tier": receipt.custody,
        "waits_until": None if receipt.waits is None else int(receipt.waits.timestamp()),
        "lapsed": [one.sentence for one in receipt.lapsed],
    }
    return as_json(value, 201)


@router.get("/templates")
def list_templates(_who: Who) -> Response:
    """Common wishes to choose from: what each asks, and with which words it can be answered."""
    found = [
        {
            "id": one.id,
            "title": one.title,
            "effect": None if one.rule is None else one.rule["effect"],
            "asks": [{"name": ask, "choices": templates.choices(ask)} for ask in one.asks],
        }
        for one in templates.ALL
    ]
    return as_json(found)


@router.post("/templates/{template}")
async def from_template(template: str, request: Request, house: InHouse, who: Who, cid: str | None = None) -> Response:
    """The rules your next version would have with this wish in it, each with its sentence. Nothing is kept."""
    answers = json.loads(await small(request))
    if not isinstance(answers, dict) or not all(isinstance(value, str) for value in answers.values()):
        raise BadInput("template-form", "An object of texts", where="answers")
    return as_json(await run_in_threadpool(wanted.proposed, house, who, template, answers, cid))


@router.post("/sentences")
async def said(request: Request, house: InHouse, who: Who) -> Response:
    """The sentence of each rule of a JSON list, in its order: the `text` that a policy must carry. Nothing is kept."""
    rules = json.loads(await small(request, 128 * 1024))
    return as_json(list(await run_in_threadpool(sentences.said, house, who, rules)))


async def _take(request: Request, house: House, who: Caller, request_id: str, cid: str | None) -> Response:
    consent = json.loads(await small(request, 256 * 1024))
    if not isinstance(consent, dict) or consent.get("resourceType") != "Consent":
        raise Rejected("fhir-type", "Here a Consent is taken, and no other resource", where="resourceType")
    taken = await run_in_threadpool(consents_in.post, house, who, consent, request_id, cid)
    return as_json({"denies": taken.denies, "proposed": taken.permits}, 201)


@router.get("/proposals")
def list_proposals(house: InHouse, who: Who, cid: str | None = None) -> Response:
    """Permits that came in as a FHIR Consent and wait for your signature, with the rules to take into a policy."""
    found = [
        {"id": one.id, "from": one.said_by, "received": int(one.received.timestamp()), "rules": list(one.rules)}
        for one in proposals.waiting(house, who, cid)
    ]
    return as_json(found)


@router.post("/proposals/{proposal}")
def sign_proposal(house: InHouse, who: Who, proposal: str, cid: str | None = None) -> Response:
    """Take a proposal into your policy, signed with the key that is kept for you."""
    receipt = proposals.sign(house, who, proposal, cid)
    return as_json({"version": receipt.version, "hash": receipt.policy_hash}, 201)


@router.delete("/proposals/{proposal}", status_code=204)
def let_proposal_go(house: InHouse, who: Who, request_id: RequestId, proposal: str, cid: str | None = None) -> None:
    """You do not want what is proposed."""
    proposals.let_go(house, who, proposal, request_id, cid)


@router.post("/confirmations")
async def confirm(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """Confirm a change that waits, with an older key or as a recovery contact."""
    token = await _token(request)
    done = await run_in_threadpool(custody.confirm, house, who, token, request_id)
    return as_json({"confirmed": done}, 201)


@router.post("/contacts", status_code=204)
async def contacts(request: Request, house: InHouse, who: Who) -> None:
    """Name the three people of whom two can help you back in: a JSON list of their client ids."""
    chosen = json.loads(await small(request))
    if not isinstance(chosen, list) or not all(isinstance(contact, str) for contact in chosen):
        raise BadInput("contacts-form", "A list of client ids")
    await run_in_threadpool(recovery.choose, house, who, tuple(chosen))


@router.post("/recoveries")
async def recover(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """Vouch, as a recovery contact, for the new key of somebody who lost theirs."""
    token = await _token(request)
    bound = await run_in_threadpool(recovery.vouch, house, who, token, request_id)
    return as_json({"bound": bound}, 201)


@router.post("/mandates")
async def give_mandate(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """Let somebody sign in your name: a signed mandate with scope and end."""
    token = await _token(request)
    id_ = await run_in_threadpool(mandates.give, house, who, token, request_id)
    return as_json({"id": id_}, 201)


@router.get("/mandates")
def list_mandates(house: InHouse, who: Who) -> Response:
    """The mandates you gave and those given to you."""
    found = [
        {
            "id": m.id,
            "cid": m.client,
            "delegate": m.delegate,
            "text": m.text,
            "until": int(m.until.timestamp()),
            "live": m.live,
        }
        for m in mandates.of_caller(house, who)
    ]
    return as_json(found)


@router.delete("/mandates/{mandate}", status_code=204)
def end_mandate(house: InHouse, who: Who, request_id: RequestId, mandate: str, cid: str | None = None) -> None:
    """End a mandate at once, as who gave it or as the delegate (`cid`: whose it is)."""
    mandates.end(house, who, mandate, cid, request_id)


@router.get("/meetings")
def list_meetings(house: InHouse, who: Who, cid: str | None = None) -> Response:
    """The open meetings about you, who sits there, and what you gave for each."""
    found = [
        {
            "meeting": card.meeting,
            "people": [{"id": id_, "name": name} for id_, name in card.people],
            "sentences": list(card.sentences),
            "until": card.until,
        }
        for card in at_table.meetings_about(house, who, cid)
    ]
    return as_json(found)


@router.post("/meetings", status_code=204)
async def give_at_table(request: Request, house: InHouse, who: Who, request_id: RequestId) -> None:
    """Let the people at one table see something, for that meeting alone: a signed consent (docs/consent.md)."""
    token = await _token(request)
    await run_in_threadpool(at_table.accept, house, who, token, request_id)


@router.delete("/meetings/{meeting}", status_code=204)
def take_back(house: InHouse, who: Who, request_id: RequestId, meeting: str, cid: str | None = None) -> None:
    """Take it back before the meeting is over."""
    at_table.take_back(house, who, meeting, request_id, cid)


async def _token(request: Request) -> str:
    return (await small(request, 128 * 1024)).decode("ascii", "replace").strip()


async def _jwk(request: Request) -> dict[str, str]:
    jwk = json.loads(await small(request))
    if (
        not isinstance(jwk, dict)
        or set(jwk) != {"kty", "crv", "x", "y"}
        or not all(isinstance(v, str) for v in jwk.values())
    ):
        raise BadInput("jwk", "A public P-256 key has exactly kty, crv, x and y")
    return jwk
