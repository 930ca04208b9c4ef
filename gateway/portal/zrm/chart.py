"""Scores over time as a drawing of the server: steps and marks on a scale of 1 to 5; the table beside it says the same.

Positions are made of what is shown alone, so that a score that is not seen leaves no room behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

LEFT, RIGHT, TOP, BOTTOM = 18, 302, 10, 96
LEVELS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int
    level: int


@dataclass(frozen=True, slots=True)
class Series:
    """`path`: the steps from first to last, never beyond; "" for a single score."""

    rater: str
    points: tuple[Point, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Chart:
    series: tuple[Series, ...]
    lines: tuple[tuple[int, int], ...]  # level, y
    begin: date
    end: date


def draw(scores: Sequence[tuple[str, date, int]], begin: date, end: date) -> Chart:
    """`scores`: (rater, day, level) of one domain, in any order; `begin`, `end`: first and last day of all domains."""
    raters = sorted({rater for rater, _day, _level in scores}, reverse=True)
    return Chart(
        series=tuple(_series(rater, [(d, n) for r, d, n in scores if r == rater], begin, end) for rater in raters),
        lines=tuple((level, _y(level)) for level in LEVELS),
        begin=begin,
        end=end,
    )


def _series(rater: str, scores: list[tuple[date, int]], begin: date, end: date) -> Series:
    points = tuple(Point(_x(day, begin, end), _y(level), level) for day, level in sorted(scores))
    steps = [f"M{points[0].x} {points[0].y}", *(f"H{point.x}V{point.y}" for point in points[1:])]
    return Series(rater, points, "".join(steps) if len(points) > 1 else "")


def _x(day: date, begin: date, end: date) -> int:
    days = (end - begin).days
    return (LEFT + RIGHT) // 2 if days == 0 else LEFT + (RIGHT - LEFT) * (day - begin).days // days


def _y(level: int) -> int:
    return BOTTOM - (BOTTOM - TOP) * (level - 1) // (len(LEVELS) - 1)
