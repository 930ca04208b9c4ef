"""Writes a typed message (301 to 323) as the XML of its kind: what `gateway.sources.istandaarden` reads, back again."""

from gateway.sources.istandaarden.uitgaand.bericht import schrijf

__all__ = ["schrijf"]
