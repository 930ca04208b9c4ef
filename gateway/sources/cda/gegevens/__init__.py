"""What the entries of a BgZ section say, one file per kind."""

from gateway.sources.cda.gegevens.lezer import Lezer

__all__ = ["Lezer"]
