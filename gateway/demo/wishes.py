"""What the clients of the town wish to share, with whom, and until when: data, signed by each with an own key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.demo.people import DENNIS, GERRIT, JANNIE, SAMIRA, WIM


@dataclass(frozen=True, slots=True)
class Wish:
    """`party`: `org:<id>` or `person:<id>`; `what`: care domains (huisarts, wijkverpleging, wmo, jeugdhulp).

    `stopped`: signed first and taken back later.
    """

    client_bsn: str
    party: str
    what: tuple[str, ...]
    contact_only: bool
    until: date
    stopped: bool = False


def wishes(today: date) -> tuple[Wish, ...]:
    """Aaltje Bakker is not among them: she shares nothing. Dennis Kuiper stops sharing with his GP."""
    year, half = today + timedelta(days=365), today + timedelta(days=182)
    return (
        Wish(JANNIE.bsn, "org:praktijk-linde", ("wijkverpleging", "wmo"), False, year),
        Wish(JANNIE.bsn, "org:thuiszorg-brug", ("huisarts", "wmo"), False, year),
        Wish(JANNIE.bsn, "person:wmo-el-amrani", ("wijkverpleging",), True, half),
        Wish(WIM.bsn, "person:mz-hoekstra", ("huisarts", "wijkverpleging", "wmo"), False, year),
        Wish(WIM.bsn, "org:praktijk-haven", ("wijkverpleging", "wmo"), False, year),
        Wish(WIM.bsn, "org:wijkteam-noord", ("huisarts", "wmo"), False, year),
        Wish(WIM.bsn, "org:gemeente-waterveen", ("wijkverpleging", "huisarts"), True, half),
        Wish(DENNIS.bsn, "person:wmo-el-amrani", ("wmo",), False, year),
        Wish(DENNIS.bsn, "org:praktijk-linde", ("wmo",), False, half, stopped=True),
        Wish(SAMIRA.bsn, "person:jp-kramer", ("huisarts",), True, half),
        Wish(SAMIRA.bsn, "org:praktijk-haven", ("wmo",), False, year),
        Wish(GERRIT.bsn, "org:praktijk-linde", ("wijkverpleging",), False, year),
        Wish(GERRIT.bsn, "person:vp-zijlstra", ("huisarts",), False, year),
    )


WISHES = wishes(datetime.now(ZoneInfo("Europe/Amsterdam")).date())
