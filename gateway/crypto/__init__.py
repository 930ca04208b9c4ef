"""Sealing, hashing and signing: the only room that imports `cryptography`."""
