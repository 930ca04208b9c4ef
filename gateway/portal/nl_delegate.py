"""What is read about signing under a machtiging, by who signs and by the client (held to plain language)."""

from __future__ import annotations

from collections.abc import Mapping

DELEGATE: Mapping[str, str] = {
    "delegate.title": "U tekent voor {name}",
    "delegate.intro": "{name} gaf u een machtiging. U kiest voor {name} wie wat mag zien.",
    "delegate.covers": "Hierover mag u tekenen",
    "delegate.until": "Tot en met {day}",
    "delegate.sees": (
        "U ziet wat er nu gedeeld wordt. Dat is nodig om te tekenen. Het dossier van {name} ziet u niet. "
        "{name} leest terug wat u hier doet."
    ),
    "delegate.others": "Soms moet iemand anders het ook goed vinden. Dat ziet u hier niet.",
    "sharing.intro.for": "U kiest hier voor {name} wie wat mag zien. U kunt altijd stoppen.",
    "delegate.share": "Wie mag wat zien",
    "delegate.table": "Er is nu een overleg over {name}.",
    "delegate.own-key": (
        "Bij een overleg tekent u met uw eigen sleutel. Die staat niet op dit apparaat, of is nog nieuw. "
        "{name} kan ook zelf ja zeggen."
    ),
    "ask.intro.for": "U kunt de mensen aan tafel nu iets laten zien van {name}. Dat geldt alleen voor dit overleg.",
    "ask.forbidden.for": "Wat {name} heeft verboden, blijft verboden.",
    "delegate.signed": "Wat u tekende",
    "delegate.signed.none": "U tekende nog niets voor {name}.",
    "delegate.signed.link": "Bewijs van {when}",
    "delegate.nothing": "Met deze machtiging kunt u hier niets delen. Stoppen kan wel.",
    "delegate.stop": "Ik wil dit niet meer doen",
    "delegate.waits": "Dit gaat in op {when}. Alleen {name} kan dat eerder laten ingaan, met de code uit de brief.",
    "namens.banner.sign": "U tekent hier voor {name}",
    "namens.start.sign": "Teken voor {name}",
    "namens.by": "Namens u, door {name}",
    "namens.last": "{name} tekende het laatst, namens u. Dat was op {when}.",
    "error.mandate-only-signs.text": "U mag voor deze persoon tekenen. Meer kan hier niet. Ga terug naar het begin.",
    "share.error.mandate": "Hierover mag u niet tekenen. Kies iets dat in uw machtiging staat.",
    "share.error.mandate-until": "Kies een dag die in uw machtiging past.",
}
