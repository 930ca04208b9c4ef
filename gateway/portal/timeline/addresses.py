"""Where the links of a timeline lead: the same page with one wish changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from gateway.portal.rendering import link
from gateway.timeline import Filters


@dataclass(frozen=True, slots=True)
class Addresses:
    """`path`: of the page that shows the timeline."""

    path: str
    filters: Filters

    def with_(self, **wishes: Any) -> str:
        """The list with these wishes changed."""
        return f"{link(self.path, replace(self.filters, **wishes).query())}#lijst"

    def page(self, number: int) -> str:
        return f"{link(self.path, {**self.filters.query(), 'page': str(number)})}#lijst"

    @property
    def cleared(self) -> str:
        return f"{link(self.path, replace(Filters(), period=self.filters.period).query())}#lijst"
