"""Commands of the reviewer and the operator about codes: the queue, a ruling, tagging anew, how much is tagged."""

from __future__ import annotations

import argparse
import json
import sys

from gateway.cli.commands import Commands
from gateway.cli.opening import open_house
from gateway.flows import coverage, retag, reviewing
from gateway.flows.retag import Report
from omaha.crosswalks import version


def add(commands: Commands) -> None:
    listing = commands.add_parser("review", help="list source codes that wait for a reviewer, with counts")
    listing.add_argument("--json", action="store_true", help="as JSON, with the lines of the tables")
    listing.set_defaults(run=review)

    ruling = commands.add_parser("ruling", help="accept, change or refuse the mapping of one source code")
    ruling.add_argument("kind", choices=["accept", "change", "refuse"])
    ruling.add_argument("--by", required=True, help="id of a registered professional with the role of reviewer")
    ruling.add_argument("--system", required=True, help="URI of the code system")
    ruling.add_argument("--code", required=True)
    ruling.add_argument("--reason", required=True)
    ruling.add_argument("--problem", action="append", default=[], help="Omaha problem (PB…), the first is primary")
    ruling.add_argument("--equivalence", default="wider", choices=["equivalent", "wider", "narrower", "inexact"])
    ruling.add_argument("--confidence", default="medium", choices=["high", "medium", "low"])
    ruling.add_argument("--life", default="", help="ZRM 2017 domain, where it is not that of the problem")
    ruling.set_defaults(run=rule)

    again = commands.add_parser("retag", help="tag the whole record anew by the tables that hold now")
    again.set_defaults(run=retag_all)

    share = commands.add_parser("coverage", help="per source: how much is tagged, on what basis, and what is not")
    share.add_argument("--json", action="store_true")
    share.set_defaults(run=cover)


def review(chosen: argparse.Namespace) -> int:
    found = reviewing.queue(open_house())
    if chosen.json:
        print(json.dumps([reviewing.as_json(one) for one in found], ensure_ascii=False, indent=1))
        return 0
    for one in found:
        suggested = ", ".join(f"{row.problem} ({row.confidence})" for row in one.lines if row.problem)
        print(f"{one.count}\t{one.why}\t{one.source}\t{one.system}|{one.code}\t{one.display}\t{suggested}")
    print(f"total: {len(found)} codes wait")
    return 0


def rule(chosen: argparse.Namespace) -> int:
    house = open_house()
    wanted = reviewing.Wanted(
        kind=chosen.kind,
        system=chosen.system,
        code=chosen.code,
        reason=chosen.reason,
        problems=tuple(chosen.problem),
        equivalence=chosen.equivalence,
        confidence=chosen.confidence,
        life=chosen.life,
    )
    kept, report = reviewing.rule(house, reviewing.reviewer(house, chosen.by), wanted, progress)
    print(f"{kept.table} is now version {version(kept.table, kept.revision)}")
    print(told(report))
    return 0


def retag_all(_chosen: argparse.Namespace) -> int:
    report = retag.retag(open_house(), progress=progress)
    print(told(report))
    for name, number in sorted(report.tables.items()):
        print(f"  {name}\t{number}")
    return 0


def cover(chosen: argparse.Namespace) -> int:
    found = coverage.coverage(open_house())
    if chosen.json:
        print(json.dumps([one.to_json() for one in found], ensure_ascii=False, indent=1))
        return 0
    for one in found:
        print(f"{one.name} ({one.source}): {one.records} records, {one.share:.1%} of those with a code tagged")
        for name, number in one.tagged.items():
            print(f"  {number}\t{name}")
        print(f"  {one.undetermined}\tniet te bepalen\n  {one.without_code}\tzonder code")
        if one.unknown:
            print(f"  {one.unknown}\tnog niet bekeken: wijkdossier retag")
        for code in one.unmapped:
            print(f"    {code.count}\t{code.system}|{code.code}")
    return 0


def told(report: Report) -> str:
    """One line of what a run did."""
    return (
        f"{report.records} records of {report.clients} clients looked at, {report.changed} tagged anew: "
        f"{report.placed} placed, {report.unplaced} no longer placed, {report.fewer_labels} less sensitive"
    )


def progress(done: int, of: int) -> None:
    """A line that renews itself, on standard error; a hundred of them at most."""
    if done == of or done % max(1, of // 100) == 0:
        end = "\n" if done == of else ""
        print(f"\rtagging: {done} of {of} clients", end=end, file=sys.stderr, flush=True)
