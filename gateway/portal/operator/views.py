"""Figures, refusals and what waits, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.flows.connections import Connection
from gateway.flows.rejections import Finding, Rejection, Waiting
from gateway.flows.reporting import Standing, Told
from gateway.portal import dates
from gateway.portal.nl import CATALOGUE, say
from gateway.portal.rendering import link

CONNECTIONS, REJECTED = "/beheer/koppelingen", "/beheer/afgekeurd"


@dataclass(frozen=True, slots=True)
class ReportView:
    """What the source was told. `told` "": nothing; `href`: where to tell it, "" when there is nothing to tell."""

    told: str
    href: str


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """`health`: a key that the page colours by; the words beside it say the same."""

    name: str
    organisation: str
    health: str
    words: str
    last: str
    today: int
    waiting: int
    rejected: str
    open: int
    href: str
    coverage: str
    report: ReportView


@dataclass(frozen=True, slots=True)
class FindingView:
    rule: str
    sentence: str
    where: str


@dataclass(frozen=True, slots=True)
class RejectionView:
    delivery: str
    name: str
    organisation: str
    when: str
    kind: str
    code: str
    reason: str
    size: str
    findings: tuple[FindingView, ...]
    more: int
    href: str
    report: ReportView


@dataclass(frozen=True, slots=True)
class WaitingView:
    name: str
    organisation: str
    kind: str
    reason: str
    number: int
    since: str


def connection(one: Connection, standing: Standing) -> ConnectionView:
    figures = one.figures
    return ConnectionView(
        name=one.name,
        organisation=one.organisation,
        health=one.health,
        words=say("pro", f"health.{one.health}"),
        last=_when(figures.last) if figures.last else say("pro", "connections.never"),
        today=figures.today,
        waiting=figures.waiting,
        rejected=say("pro", "connections.rejected.share", n=figures.today_rejected, share=percent(one.rejected_share)),
        open=figures.rejected,
        href=link(REJECTED, {"bron": one.id}),
        coverage=say("pro", "connections.coverage.none") if one.coverage is None else percent(one.coverage),
        report=ReportView(
            _told(standing.last) if standing.last else "", f"{CONNECTIONS}/{one.id}/melden" if standing.may else ""
        ),
    )


def rejection(one: Rejection, report: Told | None) -> RejectionView:
    return RejectionView(
        delivery=one.delivery,
        name=one.connector,
        organisation=one.organisation,
        when=_when(one.received),
        kind=one.kind or say("pro", "rejected.kind.unknown"),
        code=one.code,
        reason=reason(one.code),
        size=say("pro", "rejected.size.bytes", n=f"{one.size:,}".replace(",", ".")),
        findings=tuple(_finding(found) for found in one.findings),
        more=one.more,
        href=f"{REJECTED}/{one.delivery}",
        report=ReportView(_told(report) if report else "", "" if report else f"{REJECTED}/{one.delivery}/melden"),
    )


def waiting(one: Waiting) -> WaitingView:
    return WaitingView(
        name=one.connector,
        organisation=one.organisation,
        kind=one.kind or say("pro", "queue.kind.unknown"),
        reason=say("pro", f"queue.for.{one.reason}"),
        number=one.number,
        since=_when(one.since),
    )


def reason(code: str) -> str:
    """What a code says in Dutch; for one that has no words here, where it stands explained."""
    key = f"reason.{code}"
    return say("pro", key if key in CATALOGUE["pro"] else "reason.")


def percent(share: float) -> str:
    return f"{100 * share:.1f}%".replace(".", ",")


def _finding(one: Finding) -> FindingView:
    return FindingView(one.rule, one.sentence, one.where)


def _told(one: Told) -> str:
    made = say("pro", "report.told", when=_when(one.made))
    return f"{made} {say('pro', 'report.read', when=_when(one.read)) if one.read else say('pro', 'report.unread')}"


def _when(moment: datetime) -> str:
    return dates.moment(moment, "pro")
