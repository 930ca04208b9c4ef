"""The audit log: append-only, an RFC 6962 tree, written in the same transaction and before anything leaves."""
