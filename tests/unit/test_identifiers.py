from __future__ import annotations

import pytest

from gateway.errors import Rejected
from gateway.identifiers import Agb, Bsn, Gemeentecode, passes_elfproef

VALID = ("999900006", "123456782", "111222333", "012345672", "077461848", "999990019")


@pytest.mark.parametrize("digits", VALID)
def test_numbers_that_pass_the_elfproef_are_taken_with_leading_zeros(digits: str) -> None:
    assert Bsn(digits).value == digits


@pytest.mark.parametrize(
    "digits", ["123456789", "000000000", "12345678", "1234567820", "12345678a", "", "１２３４５６７８２"]
)
def test_other_numbers_are_refused_without_being_repeated(digits: str) -> None:
    with pytest.raises(Rejected) as refused:
        Bsn(digits)
    assert refused.value.code == "bsn-elfproef"
    assert not digits or digits not in str(refused.value)


def test_every_single_wrong_digit_is_noticed() -> None:
    for place in range(9):
        for digit in "0123456789":
            changed = VALID[0][:place] + digit + VALID[0][place + 1 :]
            assert passes_elfproef(changed) == (changed == VALID[0])


def test_a_bsn_never_shows_itself() -> None:
    bsn = Bsn("999900006")
    assert "999900006" not in f"{bsn} {bsn!r} {[bsn]} {(bsn,)!s}"


def test_forms_of_other_numbers() -> None:
    assert str(Agb("42420001")) == "42420001"
    assert str(Gemeentecode("0363")) == "0363"
    for wrong in ("4242000", "424200011", "abcdefgh"):
        with pytest.raises(Rejected):
            Agb(wrong)
