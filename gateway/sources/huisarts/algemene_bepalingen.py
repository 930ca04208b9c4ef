"""POOB_IN990003NL: measurements and findings other than laboratory (bloeddruk, gewicht, rookgedrag …)."""

from __future__ import annotations

from gateway.sources.hl7v3.elementen import Notices
from gateway.sources.huisarts.bepalingen import bepalingen
from gateway.sources.huisarts.interacties import AlgemeneBepalingen
from gateway.sources.huisarts.model import Kop
from gateway.wire.xml import Element


def lees(organizer: Element, head: Kop, notices: Notices) -> AlgemeneBepalingen:
    return AlgemeneBepalingen(head, bepalingen(organizer, notices))
