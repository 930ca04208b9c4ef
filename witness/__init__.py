"""A witness of audit logs: a second program, best run by somebody else, that co-signs a checkpoint only when the log
it belongs to has grown from the last one it saw. `python -m witness --help`."""
