"""The gateway dies as by `kill -9` while it takes deliveries and policies; what it acknowledged is there afterwards.

A few rounds here; `python -m benchmarks kill9` does hundreds, and kills the database server as well.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import kill9


def test_what_was_acknowledged_survives_any_moment_of_dying(database_url: str, tmp_path: Path) -> None:
    ledger = kill9.run(database_url, tmp_path, rounds=3, seed=4)
    assert ledger.counts["rounds"] == 3
    assert ledger.counts["log found whole"] == 3
    assert len(ledger.deliveries) + len(ledger.policies) > 3


def test_what_is_lost_is_noticed(tmp_path: Path) -> None:
    """The check itself: an acknowledgement of what is not there fails it."""
    with kill9.trial(f"sqlite:///{tmp_path}/lost.db", tmp_path) as made:
        made.check()
        made.check_all()
        made.ledger.deliveries["00000000-0000-4000-8000-000000000000"] = (1, "his")
        with pytest.raises(kill9.LostError):
            made.check_all()
        made.ledger.fresh.append("00000000-0000-4000-8000-000000000000")
        with pytest.raises(kill9.LostError):
            made.check()
        made.ledger.fresh.clear()
        made.ledger.policies[7] = ("0" * 64, True)
        with pytest.raises(kill9.LostError):
            made.check()
