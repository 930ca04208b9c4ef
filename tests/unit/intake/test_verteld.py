"""What a sender was told comes back as it was told, however long; a long answer takes little room and memory."""

from __future__ import annotations

import tracemalloc

import pytest

from gateway.intake import verteld
from gateway.wire import json

LINE = '<m:Prestatie naam="Zoë">é €\n"\\ </m:Prestatie>\n'
RECEIPT = {"delivery": "d", "state": "accepted", "notices": [{"where": "a\nb", "text": "één"}], "foutbericht": None}


@pytest.mark.parametrize("answer", [None, "", "<a/>", LINE * 20_000, "x" * verteld.LONG, "\n" * (verteld.LONG + 1)])
def test_it_comes_back_as_it_was_told(answer: str | None) -> None:
    told = {**RECEIPT, "retourbericht": answer}
    assert verteld.unpack(verteld.pack(told)) == told


def test_what_was_kept_as_json_is_read_however_long() -> None:
    told = {**RECEIPT, "retourbericht": LINE * 20_000}
    assert verteld.unpack(json.dumps(told).encode()) == told


def test_a_long_answer_is_kept_small_and_never_stands_there_twice() -> None:
    answer = LINE * 100_000
    tracemalloc.start()
    kept = verteld.pack({**RECEIPT, "retourbericht": answer})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(kept) < len(answer) / 20
    assert peak < len(answer) / 2
