"""POLB_IN364001NL03: laboratory results as the GP holds them."""

from __future__ import annotations

from gateway.sources.hl7v3.elementen import Notices
from gateway.sources.huisarts.bepalingen import bepalingen
from gateway.sources.huisarts.interacties import Labbepalingen
from gateway.sources.huisarts.model import Kop
from gateway.wire.xml import Element


def lees(organizer: Element, head: Kop, notices: Notices) -> Labbepalingen:
    return Labbepalingen(head, bepalingen(organizer, notices))
