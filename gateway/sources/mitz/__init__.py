"""Mitz, the national register of what people want shared: its notifications are read, its questions are named."""
