"""The stories of the town's clients, each a year and more of messages, and what goes wrong among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from gateway.demo import people
from gateway.demo.message import Message
from gateway.demo.people import Person
from gateway.demo.stories import (
    aaltje,
    bouzid,
    cornelis,
    dennis,
    fleur,
    gerrit,
    hoekstra,
    jannie,
    kim,
    meindert,
    mistakes,
    noor,
    rachid,
)
from gateway.demo.teller import Teller

STORIES: Mapping[Person, Callable[[Teller], None]] = {
    people.JANNIE: jannie.tell,
    people.WIM: hoekstra.wim,
    people.RIA: hoekstra.ria,
    people.DENNIS: dennis.tell,
    people.SAMIRA: bouzid.samira,
    people.YASSIN: bouzid.yassin,
    people.FLEUR: fleur.tell,
    people.GERRIT: gerrit.tell,
    people.MEINDERT: meindert.tell,
    people.AALTJE: aaltje.tell,
    people.RACHID: rachid.tell,
    people.KIM: kim.tell,
    people.CORNELIS: cornelis.tell,
    people.NOOR: noor.tell,
}


def story(person: Person, today: date) -> tuple[Message, ...]:
    """One client's messages as told, mistakes left out."""
    teller = Teller(person, today)
    STORIES[person](teller)
    return tuple(teller.told)


def all_messages(today: date) -> tuple[Message, ...]:
    """Every message of the town in order of sending: by day, and within a day as told."""
    sound = [message for person in STORIES for message in story(person, today)]
    wrong = [
        *mistakes.istandaarden(today),
        *mistakes.reused_identificatie(today, sound),
        *mistakes.fhir(today),
        *mistakes.ons_berichten(today),
    ]
    return tuple(sorted((*sound, *wrong), key=lambda message: message.day))
