"""A timeline as somebody asks for it. It goes along to the disclosure, which fetches what its page shows, no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gateway.stages.disclosed import Disclosed, DisclosedItem
from gateway.timeline.build import build
from gateway.timeline.filters import Filters
from gateway.timeline.model import Timeline


class Selection:
    """Filters, the Dutch day it is, and which page (None: all at once). Built once for what was disclosed."""

    __slots__ = ("_of", "filters", "page", "today")

    def __init__(self, filters: Filters, today: date, page: int | None = None) -> None:
        self.filters = filters
        self.today = today
        self.page = page
        self._of: tuple[Disclosed, Timeline] | None = None

    def of(self, disclosed: Disclosed) -> Timeline:
        if self._of is None or self._of[0] is not disclosed:
            self._of = (disclosed, build(disclosed, self.filters, self.today, self.page))
        return self._of[1]

    def shown(self, disclosed: Disclosed) -> Iterator[DisclosedItem]:
        """The items whose content its page shows."""
        return (entry.item for entry in self.of(disclosed).page.entries)
