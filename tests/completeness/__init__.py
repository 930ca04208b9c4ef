"""Nothing is lost, held to a baseline: the places per kind of message that are not accounted for, which only shrink."""
