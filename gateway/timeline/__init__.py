"""Cleared items become a timeline: entries by day, lanes by life domain, filters. Pure; today is passed in."""

from gateway.timeline.as_json import to_json
from gateway.timeline.build import build
from gateway.timeline.filters import Filters, read_filters
from gateway.timeline.model import Timeline
from gateway.timeline.selection import Selection

__all__ = ["Filters", "Selection", "Timeline", "build", "read_filters", "to_json"]
