"""Checks the audit log of a wijkdossier gateway from outside; imports nothing of it. `python -m verifier --help`."""
