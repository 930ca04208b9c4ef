"""Deliveries as received: sealed bytes, their state, quarantine, parked items and replay."""
