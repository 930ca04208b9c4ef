"""The JSON form of a timeline, for systems that draw their own."""

from __future__ import annotations

from typing import Any

from gateway.timeline import vocabulary
from gateway.timeline.model import Entry, Mark, Timeline


def to_json(timeline: Timeline) -> dict[str, Any]:
    """Days newest first, all lanes, and the filters as they were read. Days are ISO 8601 dates or null."""
    return {
        "handle": timeline.handle,
        "today": timeline.today.isoformat(),
        "notice": vocabulary.NOTICE,
        "filters": timeline.filters.query(),
        "total": timeline.total,
        "days": [
            {"day": day.date and day.date.isoformat(), "entries": [_entry(entry) for entry in day.entries]}
            for day in timeline.days
        ],
        "columns": [
            {"from": column.start.isoformat(), "to": column.end.isoformat(), "unit": column.unit}
            for column in timeline.columns
        ],
        "lanes": [
            {"life": lane.key, "name": lane.name, "counts": list(lane.counts), "undated": lane.undated}
            for lane in timeline.lanes
        ],
        "sources": [{"id": source.id, "name": source.name} for source in timeline.sources],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    item = entry.item
    return {
        "record": item.record,
        "type": item.type,
        "level": item.level,
        "kind": {"code": entry.kind.key, "name": entry.kind.name},
        "title": entry.title,
        "life": [_mark(mark) for mark in entry.life],
        "problems": [_mark(mark) for mark in entry.problems],
        "source": {"id": item.source, "name": item.source_name},
        "domain": item.tags.domain,
        "law": item.tags.law,
        "details": [{"label": detail.label, "value": detail.value} for detail in entry.details],
        "why": entry.why,
        "own": item.own,
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {"code": mark.key, "name": mark.name, "primary": mark.primary, "sureness": mark.sureness}
