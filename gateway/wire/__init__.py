"""The only doors for foreign bytes: XML, JSON and signed tokens, each strict and bounded."""
