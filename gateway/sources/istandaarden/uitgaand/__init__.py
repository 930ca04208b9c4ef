"""Writes a typed message (301 to 323) as the XML of its kind: what `gateway.sources.istandaarden` reads, back again."""

from gateway.sources.istandaarden.uitgaand.bericht import schrijf
from gateway.sources.istandaarden.uitgaand.keuren import gekeurd

__all__ = ["gekeurd", "schrijf"]
