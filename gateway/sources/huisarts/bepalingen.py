"""One measurement, finding or laboratory result, as POOB and POLB interactions both send it (NHG table 45)."""

from __future__ import annotations

from gateway.sources.hl7v3.elementen import Notices, alle, attribuut, code, een, eigen_id, moment, periode, tekst
from gateway.sources.hl7v3.waarden import Bereik, Hoeveelheid, bereik, waarde
from gateway.sources.huisarts import personen
from gateway.sources.huisarts.feiten import Bepaling, Referentie
from gateway.sources.huisarts.verband import verband
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element


def bepalingen(organizer: Element, notices: Notices) -> tuple[Bepaling, ...]:
    """The observations of an organizer, those inside a battery (organizer) included."""
    found: list[Bepaling] = []
    for component in alle(organizer, "component"):
        observation, battery = een(component, "observation"), een(component, "organizer")
        if observation is not None:
            found.append(_bepaling(observation, notices))
        elif battery is not None:
            notices.append(Notice(xml.path(battery), "Of a battery only its results are read, each by itself"))
            found += bepalingen(battery, notices)
        else:
            notices.append(Notice(xml.path(component), "A component that is not an observation is not read"))
    return tuple(found)


def _bepaling(observation: Element, notices: Notices) -> Bepaling:
    when, value = een(observation, "effectiveTime"), een(observation, "value")
    single = moment(when, notices)
    begin, end = (None, None) if single else periode(when, notices)
    for other in list(alle(observation, "value"))[1:]:
        notices.append(Notice(xml.path(other), "Only the first value of an observation is read"))
    performer = personen.verantwoordelijke(observation, notices)
    author, _ = personen.auteur(observation)
    return Bepaling(
        id=eigen_id(observation, notices),
        status=attribuut(een(observation, "statusCode"), "code"),
        code=code(een(observation, "code")),
        tijd=single,
        begin=begin,
        eind=end,
        waarde=waarde(value, notices),
        nul=attribuut(value, "nullFlavor"),
        interpretaties=tuple(
            found for one in alle(observation, "interpretationCode") if (found := code(one)) and found.code
        ),
        referenties=tuple(_referentie(one, notices) for one in alle(observation, "referenceRange")),
        tekst=tekst(een(observation, "text")),
        uitvoerenden=tuple(who for who in (performer, author) if who is not None),
        verband=verband(observation, notices),
    )


def _referentie(element: Element, notices: Notices) -> Referentie:
    said = een(element, "observationRange")
    value = een(said, "value")
    found = bereik(value, notices) if value is not None else None
    text = tekst(een(said, "text"))
    if value is not None and found is None and text is None:
        text = tekst(value)
        if text is None and attribuut(value, "nullFlavor") is None:
            notices.append(Notice(xml.path(value), "A reference range without bounds is not read"))
    meaning = code(een(said, "interpretationCode"))
    return Referentie(Bereik(found, found) if isinstance(found, Hoeveelheid) else found, text, meaning)
