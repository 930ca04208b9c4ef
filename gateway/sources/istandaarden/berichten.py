"""The messages of iWmo and iJw 3.2 as closed choices: those that are judged, and those that answer one."""

from __future__ import annotations

from typing import TypeAlias

from gateway.sources.istandaarden.bericht import Bericht301, Bericht305, Bericht307
from gateway.sources.istandaarden.declaratie import Bericht323, Bericht325
from gateway.sources.istandaarden.terugmelding import Terugmelding
from gateway.sources.istandaarden.verzoek import Bericht315, Bericht317, Bericht319

# About one client, whose name and birth date they give.
PersoonBericht: TypeAlias = Bericht301 | Bericht305 | Bericht307 | Bericht315
# About one client.
ClientBericht: TypeAlias = PersoonBericht | Bericht317
# What is answered with a return message; the answer to a 323 is a 325.
Heenbericht: TypeAlias = ClientBericht | Bericht319 | Bericht323
# What the rules inside a message are asked of.
Bericht: TypeAlias = Heenbericht | Bericht325
# What answers a message and is itself never answered.
Retour: TypeAlias = Terugmelding | Bericht325


def bsns(bericht: Bericht) -> tuple[str, ...]:
    """The clients a message names, as it names them; none in a 319."""
    match bericht:
        case Bericht319():
            return ()
        case Bericht323():
            return tuple(client.bsn for client in bericht.declaratie.clienten)
        case Bericht325():
            return tuple(client.bsn for client in bericht.antwoord.clienten) if bericht.antwoord else ()
        case _:
            return (bericht.client.bsn,)
