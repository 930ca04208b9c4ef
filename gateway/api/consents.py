"""What clients sign, and those who decide for them: policies, the wishes to choose from, and proposals that wait."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway.api.answers import as_json
from gateway.api.bodies import signed_text, small
from gateway.api.callers import InHouse, RequestId, Who
from gateway.consent import templates
from gateway.errors import BadInput, Rejected
from gateway.flows import consents_in, proof, proposals, sentences, steward, wanted
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
    token = await signed_text(request)
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


async def _take(request: Request, house: House, who: Caller, request_id: str, cid: str | None) -> Response:
    consent = json.loads(await small(request, 256 * 1024))
    if not isinstance(consent, dict) or consent.get("resourceType") != "Consent":
        raise Rejected("fhir-type", "Here a Consent is taken, and no other resource", where="resourceType")
    taken = await run_in_threadpool(consents_in.post, house, who, consent, request_id, cid)
    return as_json({"denies": taken.denies, "proposed": taken.permits}, 201)


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
