"""The numbers people and organisations are known by, each its own type that cannot hold a wrong value.

A `Bsn` never shows itself: `repr` and `str` are masked, so it cannot reach a log, URL or traceback by
accident; `.value` is the one deliberate way out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from gateway.errors import Rejected


def passes_elfproef(digits: str) -> bool:
    """Whether nine digits pass the 11-proef of the BSN (9·d1 + 8·d2 … 2·d8 − 1·d9 ≡ 0 mod 11, not all zero)."""
    if re.fullmatch(r"[0-9]{9}", digits) is None or digits == "000000000":
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0


@dataclass(frozen=True, slots=True, repr=False)
class Bsn:
    """Burgerservicenummer: nine digits, leading zeros significant, 11-proef holds."""

    value: str

    def __post_init__(self) -> None:
        if not passes_elfproef(self.value):
            raise Rejected(
                "bsn-elfproef",
                "The BSN is not nine digits that pass the 11-proef",
                mend="check the number at the source; keep leading zeros",
            )

    def __repr__(self) -> str:
        return "Bsn(•••••••••)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class _Digits:
    value: str
    pattern: ClassVar[str] = r"[0-9]+"
    name: ClassVar[str] = "number"

    def __post_init__(self) -> None:
        if re.fullmatch(self.pattern, self.value) is None:
            raise Rejected("identifier-form", f"Not a valid {self.name}", mend=f"expected {self.pattern}")

    def __str__(self) -> str:
        return self.value


class Agb(_Digits):
    """AGB code of a provider: eight digits."""

    pattern = r"[0-9]{8}"
    name = "AGB code"


class Gemeentecode(_Digits):
    """CBS code of a municipality: four digits."""

    pattern = r"[0-9]{4}"
    name = "gemeentecode"


class Uzi(_Digits):
    """UZI number of a person: nine digits."""

    pattern = r"[0-9]{9}"
    name = "UZI number"


class Big(_Digits):
    """BIG number: eleven digits."""

    pattern = r"[0-9]{11}"
    name = "BIG number"
