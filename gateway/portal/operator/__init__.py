"""Pages of the operator: care systems, what waits, what was refused, translations; nothing of a person."""
