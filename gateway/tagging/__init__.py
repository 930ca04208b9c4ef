"""TAG: which Omaha problems and life domains a resource is about, how sensitive it is, and on which day; pure."""

from gateway.tagging.tagging import tag

__all__ = ["tag"]
