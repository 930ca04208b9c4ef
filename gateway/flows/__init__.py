"""One story per file, readable aloud: the only ways in and out."""
