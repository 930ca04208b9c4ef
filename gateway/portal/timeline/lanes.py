"""The lanes as a table and as a list: one row per life domain, a number per stretch of time, every number a link."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from gateway.portal import dates
from gateway.portal.nl import Audience, say
from gateway.portal.timeline.addresses import Addresses
from gateway.timeline.model import Column, Lane, Timeline

SHADES = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """`mark`: "nu" or "gepland", in words and not by colour alone."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Cell:
    """`label` says the whole of it; `href` None where there is nothing to open."""

    count: int
    label: str
    column: str
    href: str | None
    shade: int


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    cells: tuple[Cell, ...]
    undated: int
    total: int
    href: str

    @property
    def filled(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.count)


@dataclass(frozen=True, slots=True)
class LanesView:
    """`groups`: years above months or quarters, as (year, number of columns); empty when columns are years."""

    groups: tuple[tuple[str, int], ...]
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    undated: bool


def present(timeline: Timeline, addresses: Addresses, audience: Audience) -> LanesView:
    columns = timeline.columns
    most = max([SHADES, *(count for lane in timeline.lanes for count in lane.counts)])
    return LanesView(
        groups=_groups(columns),
        headings=tuple(_heading(column, timeline, audience) for column in columns),
        rows=tuple(_row(lane, columns, most, addresses, audience) for lane in timeline.lanes),
        undated=any(lane.undated for lane in timeline.lanes),
    )


def name_of(column: Column, audience: Audience) -> str:
    """A stretch of time in full: `mei 2026`, `kw 2 2026`, `2026`, `tot 2003`."""
    match column.unit:
        case "maand":
            return dates.month(column.start, audience)
        case "kwartaal":
            return f"{_short(column, audience)} {column.start.year}"
        case "jaar" | "eerder":
            return _short(column, audience)


def _short(column: Column, audience: Audience) -> str:
    match column.unit:
        case "maand":
            return dates.month_name(column.start)
        case "kwartaal":
            return say(audience, "quarter", n=(column.start.month + 2) // 3)
        case "jaar":
            return str(column.start.year)
        case "eerder":
            return say(audience, "column.earlier", year=column.end.year + 1)


def _groups(columns: tuple[Column, ...]) -> tuple[tuple[str, int], ...]:
    if any(column.unit in {"jaar", "eerder"} for column in columns):
        return ()
    return tuple((str(year), len(list(group))) for year, group in groupby(columns, key=lambda c: c.start.year))


def _heading(column: Column, timeline: Timeline, audience: Audience) -> Heading:
    if column.start <= timeline.today <= column.end:
        mark = say(audience, "column.now")
    else:
        mark = say(audience, "column.planned") if column.start > timeline.today else ""
    return Heading(_short(column, audience), mark)


def _row(lane: Lane, columns: tuple[Column, ...], most: int, addresses: Addresses, audience: Audience) -> Row:
    return Row(
        name=lane.name,
        cells=tuple(
            Cell(
                count=count,
                label=say(audience, "lane.cell", lane=lane.name, column=name_of(column, audience), n=count),
                column=name_of(column, audience),
                href=addresses.with_(life=lane.key, start=column.start, end=column.end) if count else None,
                shade=-(-count * SHADES // most),
            )
            for column, count in zip(columns, lane.counts, strict=True)
        ),
        undated=lane.undated,
        total=lane.total,
        href=addresses.with_(life=lane.key),
    )
