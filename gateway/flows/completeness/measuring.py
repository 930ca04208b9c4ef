"""What becomes of every leaf of a message, found by changing it: another value there, and what is said then?

A value that stands somewhere in the FHIR proves nothing: "1" stands everywhere. So each leaf gets another value of its
form, the whole message is read and mapped again, and only what differs counts. Five verdicts:

- `mapped`: the FHIR says something else now, at the paths named. An id counts when the leaf is an id, or when its new
  value stands in the id: some ids are a digest of all that an entry says.
- `noticed`: a notice names the place.
- `left out`: not mapped, on purpose and with a decision (`gateway.mappings.left_out`).
- `judged`: every other value that was tried is refused or noticed. What is the same in every message that is taken
  needs no place in FHIR.
- `unmapped`: other values were taken and nothing at all differs.

What FHIR says in FHIR needs no trial: it is mapped when it stands at the same path as often as it came.

How sure is this? `mapped` and `unmapped` are observed, not guessed. Three things are not seen. A leaf that is carried
in part (a time of which only the day is kept) is `mapped`. So is a leaf of which nothing but a consequence is carried
(a status that makes a problem inactive). And leaves that look the same to a mapping (`Leaf.sort`) are tried until one
is mapped, or `TRIES` times, and then taken to fare alike; a thorough meter tries all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal

from gateway.errors import GatewayError
from gateway.flows.completeness.leaves import Document, Leaf, document
from gateway.flows.completeness.others import others
from gateway.flows.completeness.outcome import Outcome, outcome
from gateway.mappings import left_out
from gateway.stages.delivered import Origin, RawDelivery, SourceMessage

Verdict = Literal["mapped", "noticed", "left out", "judged", "unmapped"]
TRIES = 2
ENOUGH = 2  # other values that were taken without any difference
ELSEWHERE = 2  # values seen elsewhere at the same place that are tried when those of its form are refused
_NOT_READ = ("is not read", "are not read", "is not carried", "are not carried")


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one leaf. `to`: the FHIR paths; `why`: the decision by which it was left out."""

    verdict: Verdict
    to: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Completeness:
    """Per leaf of one message: its place and what became of it. No values: they are clinical."""

    kind: str
    fates: tuple[tuple[Leaf, Fate], ...] = field(repr=False)

    @property
    def counts(self) -> Counter[Verdict]:
        return Counter(fate.verdict for _, fate in self.fates)

    @property
    def values(self) -> int:
        return len(self.fates)

    @property
    def share(self) -> float:
        """Mapped, of what is content: all but what is form (left out by decision) or the same in every message."""
        return share(self.counts)

    @property
    def unmapped(self) -> dict[str, int]:
        """Place → how often."""
        return dict(sorted(Counter(leaf.place for leaf, fate in self.fates if fate.verdict == "unmapped").items()))


def share(counts: Counter[Verdict]) -> float:
    content = counts["mapped"] + counts["noticed"] + counts["unmapped"]
    return counts["mapped"] / content if content else 1.0


class Meter:
    """Measures message after message and remembers how leaves of one sort fared. `thorough`: remembers nothing."""

    def __init__(self, *, thorough: bool = False) -> None:
        self._thorough = thorough
        self._tried: dict[tuple[str, str], Counter[Fate]] = defaultdict(Counter)
        self._seen: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)

    def measure(self, raw: RawDelivery, origin: Origin, answers: SourceMessage | None = None) -> Completeness | None:
        """None for an answer to a claim when that is not given. Raises what the sources and mappings raise."""
        base = outcome(raw, origin, answers)
        if base is None:
            return None
        whole = document(raw.body)
        for leaf in whole.leaves:
            self._seen[base.kind, leaf.place].setdefault(leaf.value)
        own = Counter((path, leaf.value) for leaf in whole.leaves if (path := _fhir_path(leaf)) is not None)
        work = _Message(raw, origin, answers, base, whole, own)
        fates = tuple((leaf, self._fate(work, number, leaf)) for number, leaf in enumerate(whole.leaves))
        return Completeness(base.kind, fates)

    def _fate(self, work: _Message, number: int, leaf: Leaf) -> Fate:
        if _is_noticed(work, number, leaf):
            return Fate("noticed")
        line = left_out.line(work.base.kind, leaf.place)
        if line is not None and line.always:
            return Fate("left out", why=line.decision)
        tried = None if work.fewer(leaf) else self._tried_before(work.base.kind, leaf)
        found = tried or self._try(work, number, leaf, twice=line is None)
        if line is not None and found.verdict != "mapped":
            return Fate("left out", why=line.decision)
        return found

    def _tried_before(self, kind: str, leaf: Leaf) -> Fate | None:
        tried = self._tried[kind, leaf.sort]
        if self._thorough or not (tried.total() >= TRIES or any(fate.verdict == "mapped" for fate in tried)):
            return None
        return min(tried, key=lambda fate: ("unmapped", "judged", "mapped").index(fate.verdict))

    def _try(self, work: _Message, number: int, leaf: Leaf, *, twice: bool) -> Fate:
        found = self._tell(work, number, leaf, twice=twice)
        self._tried[work.base.kind, leaf.sort][found] += 1
        return found

    def _tell(self, work: _Message, number: int, leaf: Leaf, *, twice: bool) -> Fate:
        """`twice`: whether it is asked if another place says the same."""
        same = work.at_its_own_place(leaf)
        if same is not None:
            return Fate("mapped", (same,))
        seen = (one for one in self._seen[work.base.kind, leaf.place] if one != leaf.value)
        values = tuple(dict.fromkeys((*others(leaf.value), *islice(seen, ELSEWHERE))))
        alone = _compared(work, work.base, number, values, {})
        if alone.verdict == "mapped" or not twice:
            return alone
        # What is said twice is told once. Would this leaf tell it if the others did not?
        silent = dict.fromkeys(work.alike(number), "")
        base = work.outcome(silent) if silent else None
        found = _compared(work, base, number, values, silent) if base is not None else alone
        return found if found.verdict == "mapped" else alone


def _compared(work: _Message, base: Outcome, number: int, values: Sequence[str], silent: Mapping[int, str]) -> Fate:
    leaf, taken = work.whole.leaves[number], 0
    for other in values:
        then = work.outcome({**silent, number: other})
        if then is None:
            continue
        to = tuple(_differing(base, then, leaf, other))
        if to:
            return Fate("mapped", to)
        taken += then.notices == base.notices
        if taken == ENOUGH:
            break
    return Fate("unmapped" if taken else "judged")


@dataclass(frozen=True, slots=True)
class _Message:
    raw: RawDelivery
    origin: Origin
    answers: SourceMessage | None
    base: Outcome
    whole: Document
    own: Counter[tuple[str, str]]  # leaves of FHIR by path and value

    def at_its_own_place(self, leaf: Leaf) -> str | None:
        """The path of a leaf of FHIR that stands in what was made as often as in what came, at the same path."""
        path = _fhir_path(leaf)
        return path if path is not None and self._made(path, leaf) >= self.own[path, leaf.value] else None

    def fewer(self, leaf: Leaf) -> bool:
        """A leaf of FHIR of which some are at their own place and some are not: each is to be tried."""
        path = _fhir_path(leaf)
        return path is not None and 0 < self._made(path, leaf) < self.own[path, leaf.value]

    def _made(self, path: str, leaf: Leaf) -> int:
        return self.base.values[path, leaf.value] + self.base.names[path, leaf.value]

    def outcome(self, values: Mapping[int, str]) -> Outcome | None:
        """With other values at some leaves; None when that is refused."""
        try:
            return outcome(replace(self.raw, body=self.whole.changed(values)), self.origin, self.answers)
        except GatewayError:
            return None

    def alike(self, number: int) -> list[int]:
        """The other leaves with the same value at the same place."""
        leaf = self.whole.leaves[number]
        same = (leaf.place, leaf.value)
        return [at for at, one in enumerate(self.whole.leaves) if at != number and (one.place, one.value) == same]


def _differing(base: Outcome, then: Outcome, leaf: Leaf, other: str) -> Iterator[str]:
    changed = {path for path, _ in (then.values - base.values) + (base.values - then.values)}
    if changed:
        yield from sorted(changed)
        return
    yield from sorted({path for path, value in then.names - base.names if _is_id(leaf) or other in value})


def _is_id(leaf: Leaf) -> bool:
    """HL7v3 `id/@root`, FHIR `id`, `reference` and `fullUrl`, and any member of JSON that ends in Id."""
    *_, before, last = ("", *leaf.place.split("/"))
    name = before if last.startswith("@") else last
    return name in {"id", "reference", "fullUrl"} or name.endswith(("Id", "Ids"))


def _fhir_path(leaf: Leaf) -> str | None:
    """`Bundle/entry/resource/Observation/status/@value` → `Observation.status`; None for what is no FHIR."""
    steps = [step.lstrip("@") for step in leaf.place.removesuffix("/@value").split("/")]
    start = max((number for number, step in enumerate(steps) if step == "resource"), default=-1) + 1
    return ".".join(steps[start:]) if steps[start][:1].isupper() else None


def _is_noticed(work: _Message, number: int, leaf: Leaf) -> bool:
    """A notice names the place, or says of something around it that it is not read."""
    if not work.base.notices:
        return False
    element = leaf.place.rpartition("/@")[0] or leaf.place
    names = {element, leaf.place, f"$.{element.replace('/', '.')}", _fhir_path(leaf)}
    if not names.isdisjoint(where for where, _ in work.base.notices):
        return True
    where, fhir = work.whole.where(number), _fhir_path(leaf) or ""
    around, _, name = where.rpartition(".")
    return any(
        (place == around and (name in text.replace(",", "").split() or (name[:1] == "_" and "with _" in text)))
        or (any(said in text for said in _NOT_READ) and _within(where, fhir, place))
        for place, text in work.base.noticed
    )


def _within(where: str, fhir: str, place: str) -> bool:
    return where.startswith((f"{place}/", f"{place}.", f"{place}[")) or fhir.startswith(f"{place}.")
