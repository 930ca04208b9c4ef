"""Titles per family of resource types; `gateway.timeline.titles` is the table that chooses among them."""
