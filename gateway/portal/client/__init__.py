"""Pages of clients: who may see what, sharing and stopping in two clicks, who looked, what happened."""
