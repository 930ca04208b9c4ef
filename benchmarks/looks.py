"""What a look costs who looks: the first page of a timeline, as words and as a browser gets it, and all of it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from fastapi.testclient import TestClient

from benchmarks import data
from benchmarks.data import Shared
from gateway import timeline
from gateway.app import create_app
from gateway.auth import development, sessions
from gateway.auth.sessions import Proven
from gateway.flows import disclose, login
from gateway.flows.house import House
from gateway.portal import cookies
from gateway.portal import timeline as presenter
from gateway.timeline import Filters, Selection

# All of it: what a page counts and arranges is then the whole record, as on the heaviest page there is.
EVERYTHING = Filters(period="alles")


def rows(house: House, size: int, rounds: int) -> list[tuple[str, str]]:
    shared = data.client_with(house, size)
    looks = (
        (f"timeline of {size:,} entries", _first_page(house, shared, size)),
        (f"the same over HTTP, as a page ({size:,})", _over_http(house, shared, size)),
        (f"all {size:,} entries at once, on paper", _on_paper(house, shared, size)),
    )
    return [(name, _figure(look, rounds)) for name, look in looks]


def _first_page(house: House, shared: Shared, size: int) -> Callable[[], None]:
    """As the route makes it: decide on all, gate, log, arrange all, open what the first page shows, and its words."""

    def once() -> None:
        selection = Selection(EVERYTHING, house.today(), 1)
        disclosed = disclose.disclose(house, shared.reader, shared.handle, shown=selection.shown)
        made = selection.of(disclosed)
        presenter.present(made, f"/c/{shared.handle}/tijdlijn", "pro")
        _assert_all(made.total, size)

    return once


def _over_http(house: House, shared: Shared, size: int) -> Callable[[], None]:
    web = TestClient(create_app(house=house), base_url=house.settings.base_url)
    with house.database.work() as session:
        reader = Proven(str(shared.reader.person), "zorgverlener", development.PROVIDER)
        token = sessions.open_(session, reader, house.now(), login.terms(house))
    web.cookies.set(cookies.name(house, cookies.SESSION), token)
    path = f"/c/{shared.handle}/tijdlijn?period=alles"
    words = presenter.present(
        timeline.build(disclose.disclose(house, shared.reader, shared.handle), EVERYTHING, house.today(), 1),
        path,
        "pro",
    )

    def once() -> None:
        answer = web.get(path)
        if answer.status_code != 200 or words.count not in answer.text:
            raise SystemExit(f"the page of {size} entries was not given: {answer.status_code}")

    return once


def _on_paper(house: House, shared: Shared, size: int) -> Callable[[], None]:
    """The whole record opened and put into words, as the route of a timeline on paper makes it."""

    def once() -> None:
        selection = Selection(EVERYTHING, house.today())
        disclosed = disclose.disclose(house, shared.reader, shared.handle, on_paper=True, shown=selection.shown)
        made = selection.of(disclosed)
        presenter.present(made, f"/c/{shared.handle}/tijdlijn", "pro")
        _assert_all(made.total, size)

    return once


def _assert_all(total: int, size: int) -> None:
    if total < size:
        raise SystemExit(f"only {total} of {size} entries are visible")


def _figure(look: Callable[[], None], rounds: int) -> str:
    """Median and 95th percentile in milliseconds, after one warm-up; and how long this process itself worked, which
    says something on a busy machine too (what a database server does is not in it)."""
    look()
    taken, worked = [], []
    for _ in range(rounds):
        begun, busy = time.perf_counter(), time.process_time()
        look()
        taken.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.process_time() - busy))
    p95 = sorted(taken)[min(len(taken) - 1, int(0.95 * len(taken)))]
    return f"median {statistics.median(taken):.0f} ms, p95 {p95:.0f} ms (CPU {statistics.median(worked):.0f} ms)"
