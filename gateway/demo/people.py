"""The clients of the fictional town. Birth dates move along with the run, so that children stay children."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from gateway.identifiers import Bsn


@dataclass(frozen=True, slots=True)
class Person:
    """`number`: short and unique, from which each care system makes its own ids; `partner`: name of the partner."""

    number: int
    bsn: str
    given: str
    initials: str
    family: str
    gender: Literal["male", "female"]
    age: int
    birthday: tuple[int, int]
    street: str
    house: int
    postcode: str
    phone: str
    prefix: str = ""
    partner: str = ""

    def __post_init__(self) -> None:
        Bsn(self.bsn)

    def born(self, today: date) -> date:
        return date(today.year - self.age, *self.birthday)

    @property
    def surname(self) -> str:
        return f"{self.prefix} {self.family}".strip()

    @property
    def initials_dotted(self) -> str:
        return "".join(f"{letter}." for letter in self.initials)


JANNIE = Person(
    1, "999941197", "Jannie", "JM", "Boer", "female", 82, (3, 17), "Kerkpad", 14, "9999XA", "0101230001", prefix="de"
)
WIM = Person(2, "999942621", "Wim", "W", "Hoekstra", "male", 80, (6, 2), "Singel", 8, "9999XB", "0101230002")
RIA = Person(
    3,
    "999944666",
    "Ria",
    "MH",
    "Mulder",
    "female",
    76,
    (9, 25),
    "Singel",
    8,
    "9999XB",
    "0101230002",
    partner="Hoekstra",
)
DENNIS = Person(4, "999949196", "Dennis", "D", "Kuiper", "male", 38, (1, 30), "Molenweg", 121, "9999XC", "0101230004")
SAMIRA = Person(5, "999950198", "Samira", "S", "Bouzid", "female", 36, (4, 11), "Lijnbaan", 33, "9999XD", "0101230005")
YASSIN = Person(6, "999954131", "Yassin", "Y", "Bouzid", "male", 10, (2, 19), "Lijnbaan", 33, "9999XD", "0101230005")
FLEUR = Person(
    7, "999959529", "Fleur", "FE", "Dijk", "female", 15, (1, 8), "Parklaan", 5, "9999XE", "0101230007", prefix="van"
)
GERRIT = Person(8, "999962218", "Gerrit", "GJ", "Postma", "male", 72, (11, 3), "Dijkstraat", 60, "9999XF", "0101230008")
MEINDERT = Person(
    9, "999962449", "Meindert", "M", "Dijkstra", "male", 67, (5, 21), "Veenkade", 2, "9999XG", "0101230009"
)
AALTJE = Person(10, "999962462", "Aaltje", "A", "Bakker", "female", 88, (7, 9), "Hofje", 3, "9999XH", "0101230010")
RACHID = Person(
    11,
    "999963016",
    "Rachid",
    "R",
    "Idrissi",
    "male",
    54,
    (8, 28),
    "Stationsplein",
    17,
    "9999XJ",
    "0101230011",
    prefix="el",
)
KIM = Person(12, "999972315", "Kim", "KL", "Jansen", "female", 27, (10, 14), "Havenstraat", 90, "9999XK", "0101230012")
CORNELIS = Person(13, "999973496", "Cornelis", "C", "Smit", "male", 84, (2, 5), "Korenweg", 44, "9999XL", "0101230013")
NOOR = Person(
    14, "999974312", "Noor", "NA", "Wit", "female", 8, (3, 29), "Beukenlaan", 27, "9999XM", "0101230014", prefix="de"
)

# Noor's mother and foster father: no clients of the town, named in her messages only.
LINDA = Person(
    15, "999981948", "Linda", "L", "Wit", "female", 34, (5, 6), "Veerweg", 71, "9999XN", "0101230015", prefix="de"
)
HANS = Person(
    16,
    "999982254",
    "Hans",
    "HJ",
    "Kolk",
    "male",
    51,
    (12, 1),
    "Beukenlaan",
    27,
    "9999XM",
    "0101230014",
    prefix="van der",
)

PEOPLE = (JANNIE, WIM, RIA, DENNIS, SAMIRA, YASSIN, FLEUR, GERRIT, MEINDERT, AALTJE, RACHID, KIM, CORNELIS, NOOR)
