"""GET /mijn and below. Sharing and stopping are two clicks each: a page that tells what it means, and yes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from gateway.errors import Rejected
from gateway.flows import at_table, behalf, custody, delegated, lapsing, proof, proposals, replacing, reread, steward
from gateway.flows.answers import Proposal, Session
from gateway.flows.house import House
from gateway.portal import cookies
from gateway.portal import timeline as presenter
from gateway.portal.client import delegate, keys, looks, receipt, rectify, sharing
from gateway.portal.client.done import done
from gateway.portal.headers import secure
from gateway.portal.namens import AtHome, For, Signs, Whose
from gateway.portal.nl import say
from gateway.portal.rendering import link, page, to
from gateway.portal.sessions import Client, ClientPost, InHouse
from gateway.portal.timeline.view import selected

router = APIRouter()
Version = Annotated[int, Path(ge=1, lt=2**31)]


@router.get("/mijn")
def home(request: Request, house: InHouse, session: Client, whose: AtHome) -> Response:
    if whose.under is not None:
        return delegate.home(request, house, session, whose.under)
    shared = steward.sharing(house, session.caller, whose.client)
    looked, shares = sharing.home(shared, reread.who_looked(house, session.caller, whose.handle))
    title = say("client", "hello", name=shared.client_name if whose.client is None else session.caller.name)
    tables = bool(at_table.meetings_about(house, session.caller, whose.client))
    answer = page(
        request, session, "mijn.html", title, here="home", looked=looked, shares=shares, tables=tables, over=whose.over,
    )  # fmt: skip
    if whose.over:
        cookies.drop(answer, cookies.NAMENS, house)
    return answer


@router.get("/mijn/delen")
def who_sees_what(request: Request, house: InHouse, session: Client, whose: Signs) -> Response:
    if whose.under is not None:
        view = sharing.present(delegated.wishes(house, session.caller, whose.under.under), signs=True)
    else:
        view = sharing.present(steward.sharing(house, session.caller, whose.client))
    # A yes to a proposal is signed from this page.
    lapses = lapsing.before(house, session.caller, whose.whom) if view.asked else ()
    device = keys.device(house, session.caller, whose)
    title = say("client", "sharing.title")
    return page(request, session, "delen.html", title, here="sharing", view=view, lapses=lapses, device=device)


@router.get("/mijn/delen/nieuw")
def propose(request: Request, house: InHouse, session: Client, whose: Signs) -> Response:
    """Step 1: what it would mean. Nothing is stored."""
    proposed = steward.propose(house, session.caller, request.query_params.get("met", ""), whose.whom)
    asked = request.query_params
    view = sharing.wished(
        sharing.proposal(proposed, house.today()),
        tuple(asked.getlist("wat")),
        asked.get("hoe", ""),
        asked.get("tot", ""),
    )
    return _proposal(request, house, session, proposed, view, whose)


@router.post("/mijn/delen/nieuw")
def share(request: Request, house: InHouse, submission: ClientPost, whose: Signs) -> Response:
    """Step 2: signed and done, on this device or with the key we keep. What the client can mend is asked again."""
    session, caller = submission.session, submission.session.caller
    proposed = steward.propose(house, caller, submission.text("met"), whose.whom)
    token = keys.signed_here(submission)
    try:
        grant = sharing.grant(submission, house.today())
        given = (
            steward.share(house, caller, grant, whose.whom)
            if token is None
            else steward.accept(house, caller, token, ours=True)
        )
    except Rejected as error:
        if not sharing.correctable(error):
            raise
        view = sharing.again(proposed, submission, house.today(), error)
        return _proposal(request, house, session, proposed, view, whose, status=422)
    name = proposed.party.name
    return done(request, session, "share.done", say("client", "share.done.text", name=name), given)


@router.get("/mijn/delen/stop")
def ask_to_stop(request: Request, house: InHouse, session: Client, whose: Signs) -> Response:
    party = steward.party(house, session.caller, request.query_params.get("met", ""), whose.whom)
    title = say("client", "stop.title", name=party.name)
    device = keys.device(house, session.caller, whose)
    lapses = lapsing.before(house, session.caller, whose.whom, party.key)
    replaced = replacing.before(house, session.caller, party.key, whose.whom, stop=True)
    return page(
        request, session, "delen_stop.html", title, here="sharing", party=party, device=device, lapses=lapses,
        replaced=replaced,
    )  # fmt: skip


@router.post("/mijn/delen/stop")
def stop(request: Request, house: InHouse, submission: ClientPost, whose: Signs) -> Response:
    session, key = submission.session, submission.text("met")
    party = steward.party(house, session.caller, key, whose.whom)
    token = keys.signed_here(submission)
    given = (
        steward.stop(house, session.caller, key, whose.whom)
        if token is None
        else steward.accept(house, session.caller, token, ours=True)
    )
    return done(request, session, "stop.done", say("client", "stop.text", name=party.name), given, name=party.name)


@router.post("/mijn/delen/voorstel")
def answer_proposal(request: Request, house: InHouse, submission: ClientPost, whose: Whose) -> Response:
    """Yes or no to what somebody proposes. A yes is signed on this device, or with the key we keep."""
    session, proposal, token = submission.session, submission.text("voorstel"), keys.signed_here(submission)
    if submission.text("antwoord") != "ja":
        proposals.let_go(house, session.caller, proposal, cid=whose.client)
        return to("/mijn/delen")
    given = (
        proposals.sign(house, session.caller, proposal, whose.client)
        if token is None
        else steward.accept(house, session.caller, token, ours=True)
    )
    return done(request, session, "share.done", say("client", "asked.done"), given)


@router.post("/mijn/delen/bevestig")
def confirm(request: Request, house: InHouse, submission: ClientPost, whose: Whose) -> Response:
    """The code of the letter or SMS: what waits counts now."""
    done = custody.confirm_by_code(house, submission.session.caller, submission.text("code"), whose.client)
    title = say("client", "confirmed.title" if done else "confirmed.wrong.title")
    text = say("client", "confirmed.text" if done else "confirmed.wrong")
    return page(
        request,
        submission.session,
        "bevestigd.html",
        title,
        here="sharing",
        status=200 if done else 422,
        text=text,
        done=done,
    )


@router.get("/mijn/bewijs/{version}")
def kept_receipt(version: Version, request: Request, house: InHouse, session: Client, whose: Signs) -> Response:
    """What was signed, with its proof: to print, or to keep as a file."""
    view = receipt.present(proof.receipt(house, session.caller, version, whose.whom))
    return page(request, session, "bewijs.html", say("client", "proof.title"), here="sharing", view=view)


@router.get("/mijn/bewijs/{version}/bestand")
def receipt_file(version: Version, house: InHouse, session: Client, whose: Signs) -> Response:
    """The same as a file that the stand-alone verifier checks."""
    document = proof.receipt(house, session.caller, version, whose.whom).document
    answer = secure(Response(document, media_type="application/json"))
    answer.headers["Content-Disposition"] = f'attachment; filename="bewijs-{version}.json"'
    return answer


@router.get("/mijn/gekeken")
def who_looked(request: Request, house: InHouse, session: Client, whose: Whose) -> Response:
    days = looks.present(reread.who_looked(house, session.caller, whose.handle))
    return page(request, session, "gekeken.html", say("client", "looked.title"), here="looked", days=days)


@router.get("/mijn/tijdlijn/afdruk")
def on_paper(request: Request, house: InHouse, session: Client, whose: Whose) -> Response:
    selection = selected(request.query_params.multi_items(), house.today(), whole=True)
    disclosed = behalf.record(house, session.caller, whose.handle, "afdruk", selection.shown)
    path = "/mijn/tijdlijn"
    return page(
        request,
        session,
        "afdruk.html",
        say("client", "paper.title"),
        here="timeline",
        banner=None,
        back=link(path, selection.filters.query()),
        timeline=presenter.present(selection.of(disclosed), path, "client"),
    )


@router.get("/mijn/tijdlijn")
def own_timeline(request: Request, house: InHouse, session: Client, whose: Whose) -> Response:
    selection = selected(request.query_params.multi_items(), house.today())
    disclosed = behalf.record(house, session.caller, whose.handle, shown=selection.shown)
    return page(
        request,
        session,
        "tijdlijn.html",
        say("client", "timeline.title"),
        here="timeline",
        banner=None,
        timeline=presenter.present(
            selection.of(disclosed),
            "/mijn/tijdlijn",
            "client",
            wrong=rectify.ASK,
        ),
    )


def _proposal(
    request: Request,
    house: House,
    session: Session,
    proposed: Proposal,
    view: sharing.ProposalView,
    whose: For,
    status: int = 200,
) -> Response:
    title = say("client", "share.title", name=proposed.party.name)
    device = keys.device(house, session.caller, whose)
    lapses = lapsing.before(house, session.caller, whose.whom, proposed.party.key)
    return page(
        request, session, "delen_nieuw.html", title, here="sharing", status=status, view=view, device=device,
        lapses=lapses, replaced=replacing.before(house, session.caller, proposed.party.key, whose.whom),
    )  # fmt: skip
