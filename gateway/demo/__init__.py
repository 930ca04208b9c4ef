"""A fictional town whose care systems send a year of messages: it knows the gateway as an HTTP API and nothing more."""
