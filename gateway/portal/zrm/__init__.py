"""Scores of the ZRM in pages: how it goes by domain, a picture of it, and filling in."""
