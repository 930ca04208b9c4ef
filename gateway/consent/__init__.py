"""Deciding who sees what: the client's signed policy, the role table and the legal grounds, each a lock of its own."""
