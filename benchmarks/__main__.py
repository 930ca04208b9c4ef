"""`python -m benchmarks`: the table of benchmarks/README.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import data, databases, forged, kill9, looks, progress, revoke, timing
from benchmarks.databases import Opened
from gateway import memory
from gateway.audit import log as audit
from gateway.consent.decide import compile_policy, decide
from gateway.consent.model import read_rule
from gateway.flows import ingest
from gateway.flows.house import House


def main() -> int:
    arguments = argparse.ArgumentParser(prog="benchmarks")
    arguments.add_argument(
        "what", nargs="?", choices=["figures", "revoke", "timing", "kill9", "forged"], default="figures"
    )
    arguments.add_argument("--reads", type=int, default=100_000, help="revoke: how many reads after an acknowledgement")
    arguments.add_argument("--minutes", type=float, default=60, help="revoke: no longer than this")
    arguments.add_argument("--pairs", type=int, default=10_000, help="timing: how many pairs of each kind")
    arguments.add_argument("--kills", type=int, default=200, help="kill9: how many rounds")
    arguments.add_argument("--forgeries", type=int, default=10_000, help="forged: how many")
    arguments.add_argument("--seed", type=int, default=1, help="kill9, forged: of what happens by chance")
    arguments.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    arguments.add_argument("--deliveries", type=int, default=200)
    arguments.add_argument("--rounds", type=int, default=15)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, databases.opened(chosen.database, Path(folder)) as database:
        rows = _rows(chosen, database, Path(folder))
    print(f"database: {chosen.database}; repeat: python -m benchmarks {chosen.what} --database {chosen.database}\n")
    print("| what | figure |\n|---|---|")
    for name, figure in rows:
        print(f"| {name} | {figure} |")
    return 0


def _rows(chosen: argparse.Namespace, database: Opened, folder: Path) -> list[tuple[str, str]]:
    if chosen.what == "kill9":  # its gateway is a process of its own
        return kill9.rows(database.url, folder, chosen.kills, chosen.seed, database.kill, progress.lines("rounds"))
    house = data.house(database.url, folder)
    memory.settle()
    try:
        match chosen.what:
            case "revoke":
                return revoke.rows(house, chosen.reads, chosen.minutes, progress.lines("reads that count"))
            case "timing":
                return timing.rows(house, chosen.pairs, progress.lines("pairs"))
            case "forged":
                return forged.rows(house, chosen.forgeries, chosen.seed, progress.lines("forgeries"))
        rows = _deliveries(house, chosen.deliveries)
        for size in (500, 5000):
            rows += looks.rows(house, size, chosen.rounds)
        return [*rows, _decisions(), _audit(house)]
    finally:
        house.database.engine.dispose()


def _deliveries(house: House, count: int) -> list[tuple[str, str]]:
    sender = data.sender(house)
    messages = [data.bundle(n, 10) for n in range(count)]
    begun = time.perf_counter()
    states = {ingest.deliver(house, sender, "application/fhir+json", message).state for message in messages}
    seconds = time.perf_counter() - begun
    if states != {"accepted"}:
        raise SystemExit(f"benchmark messages were not all accepted: {states}")
    return [
        ("deliveries per second", f"{count / seconds:,.0f}"),
        ("resources per second", f"{10 * count / seconds:,.0f}"),
    ]


def _decisions() -> tuple[str, str]:
    policy = compile_policy([read_rule(rule, outside=True) for rule in data.rules(30)])
    count, begun = 20_000, time.perf_counter()
    for _ in range(count):
        decide(policy, data.REQUEST, data.ITEM, 1_700_000_000)
    seconds = time.perf_counter() - begun
    return "decisions per second (30 rules)", f"{count / seconds:,.0f} ({1e6 * seconds / count:.0f} µs each)"


def _audit(house: House) -> tuple[str, str]:
    count, begun = 300, time.perf_counter()
    for _ in range(count):
        with house.database.work() as session:
            audit.append(house.database, session, "login", house.now(), outcome="done")
    return "audit entries per second", f"{count / (time.perf_counter() - begun):,.0f}"


if __name__ == "__main__":
    sys.exit(main())
