"""Presenting a timeline: the words of its lanes, choices and entries, for professionals, clients and the table."""

from gateway.portal.timeline.view import TimelineView, present

__all__ = ["TimelineView", "present"]
