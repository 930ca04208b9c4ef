"""What a source of the town does not let its client see, so that there is something to look at from both sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from gateway.demo.people import JANNIE
from gateway.demo.stories import jannie
from gateway.demo.teller import Teller


@dataclass(frozen=True, slots=True)
class Held:
    """All that one source wrote on one day, together. `by`: who of the source decides; `binds`: from whom; `ground`: an
    id of the table of grounds; `review`: the day on which it ends by itself.
    """

    client_bsn: str
    by: str
    day: date
    binds: tuple[str, ...]
    ground: str
    review: date
    reason: str
    contact: str


def withheld(today: date) -> tuple[Held, ...]:
    """Jannie de Boer's GP holds back what her daughter told of herself."""
    return (
        Held(
            client_bsn=JANNIE.bsn,
            by="ha-terpstra",
            day=Teller(JANNIE, today).day(jannie.BELDE),
            binds=("client", "representatives"),
            ground="wgbo-ander",
            review=today + timedelta(days=150),
            reason="Gaat over de gezondheid van de dochter, die vroeg dit voor zich te houden.",
            contact="Hanneke Terpstra, huisarts, 0101 239801",
        ),
    )
