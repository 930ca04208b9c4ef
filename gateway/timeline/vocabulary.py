"""The Dutch words of a timeline that do not depend on who reads it: laws, how sure a tag is, the fixed notice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from gateway.stages.tagged import LifeTag, Tag
from gateway.stages.vocabulary import Law

NOTICE = "U ziet wat u mag zien. Het dossier kan meer bevatten. Vraag de cliënt als u iets mist."
CONTACT_ONLY = "Alleen dat er contact was"

LAWS: tuple[Law, ...] = get_args(Law)
LAW_NAMES: Mapping[Law, str] = {
    "Zvw": "Zvw: Zorgverzekeringswet",
    "Wlz": "Wlz: Wet langdurige zorg",
    "Wmo": "Wmo: Wet maatschappelijke ondersteuning",
    "Jeugdwet": "Jeugdwet",
    "Wpg": "Wpg: Wet publieke gezondheid",
    "vrij": "Vrij toegankelijk",
}
ASSESSED = "vastgesteld door verpleegkundige"
CONFIRMED = "bevestigd door een professional"
DERIVED = "afgeleid"
UNSURE = "afgeleid, onzeker"


def sureness(tag: Tag | LifeTag) -> str:
    """How sure a tag is, in words: an assessment by a nurse never looks like something a table derived."""
    if tag.basis == "own-assessment":
        return ASSESSED
    if tag.basis == "confirmed":
        return CONFIRMED
    return UNSURE if tag.confidence == "low" else DERIVED
