"""Who is calling: care systems by SMART Backend Services, people by a login that ends in a session."""
