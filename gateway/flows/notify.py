"""The small worker behind the outbox: what is due is sent, what was not reviewed in time is told further up.

It claims, sends and marks in transactions of its own: no other work waits for a mail server, and what was written is
told even when this stops half-way.
"""

from __future__ import annotations

import threading

from sqlalchemy.exc import SQLAlchemyError

from gateway import log
from gateway.audit import log as audit
from gateway.consent import emergency as terms
from gateway.errors import GatewayError
from gateway.flows.house import House
from gateway.notices import outbox
from gateway.notices.notifier import Notifier, Undelivered
from gateway.registry import emergencies

ESCALATED = (
    "Een noodinzage is niet op tijd beoordeeld. Kenmerk: {id}. De beoordeling had binnen {hours} uur klaar moeten zijn."
)


def run(house: House, notifier: Notifier) -> int:
    """Escalate what is overdue, send what is due. Returns how many notices were sent."""
    escalate(house)
    with house.database.work() as session:
        claimed = outbox.claim(session, house.keyring, house.now())
    sent = 0
    for notice in claimed:
        state = "no-address"
        if notice.address:
            try:
                notifier.send(notice)
            except Undelivered:
                log.event("notice", notice=notice.id, to=notice.to, state="failed")
                continue
            state, sent = "sent", sent + 1
        with house.database.work() as session:
            outbox.done(session, notice.id, house.now())
        log.event("notice", notice=notice.id, to=notice.to, state=state)
    return sent


def waiting(house: House) -> int:
    with house.database.work() as session:
        return outbox.waiting(session)


def escalate(house: House) -> None:
    """Tell the board of each noodinzage that was not reviewed in time, once."""
    hours = terms.terms().review_hours
    with house.database.work() as session:
        for row in emergencies.overdue(session, house.now(), hours):
            row.escalated = house.now()
            emergencies.save(session, row)
            outbox.write(
                session,
                house.keyring,
                row.client_id,
                "escalation",
                house.settings.escalation_address or house.settings.privacy_address or None,
                "Noodinzage niet op tijd beoordeeld",
                ESCALATED.format(id=row.id, hours=hours),
                house.now(),
            )
            audit.append(
                house.database,
                session,
                "emergency",
                house.now(),
                row.client_id,
                person=row.person,
                org=row.org,
                via="nood",
                emergency=row.id,
                what="niet op tijd beoordeeld",
                outcome="escalated",
            )


class Worker:
    """Runs in a thread of the gateway, every few seconds, until it is told to stop."""

    def __init__(self, house: House, notifier: Notifier) -> None:
        self._house, self._notifier = house, notifier
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="notices", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stopped.wait(self._house.settings.notice_seconds):
            try:
                run(self._house, self._notifier)
            except (GatewayError, SQLAlchemyError, OSError) as error:  # the next round tries again
                log.event("fault", code="notices", request=None, route="notices", error=type(error).__name__)
