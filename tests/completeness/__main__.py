"""`python -m tests.completeness SAMPLES [--write]`: shares per kind, and baselines made smaller; they never grow."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from itertools import chain
from pathlib import Path

from gateway.flows.completeness import Meter, Verdict, share
from tests.completeness import baseline
from tests.completeness.messages import golden, measured, samples, unmapped


def main(arguments: list[str]) -> int:
    """Exit 1 when a place is not accounted for that the baseline does not hold: nothing is written then."""
    folders = [Path(one) for one in arguments if one != "--write"]
    if len(folders) != 1:
        print("give the folder of samples: a baseline that is made without them would forget what they hold")
        return 2
    counts: dict[str, Counter[Verdict]] = defaultdict(Counter)
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for _, one in measured(Meter(), chain(golden(), samples(folders[0]))):
        counts[one.kind].update(one.counts)
        found[one.kind] |= unmapped(one)
    for kind in sorted(counts):
        told = ", ".join(f"{number} {verdict}" for verdict, number in counts[kind].most_common())
        print(f"{kind}: {100 * share(counts[kind]):.1f} % of content mapped ({told})")
    new = baseline.grown(found)
    for kind, places in new.items():
        print("\n".join(f"new, not accounted for: {kind}: {place}" for place in places))
    if new:
        return 1
    if "--write" in arguments:
        print("\n".join(f"no longer: {line}" for line in baseline.shrink(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
