"""Telling people outside the house: an outbox written with what happened, and a notifier that empties it."""
