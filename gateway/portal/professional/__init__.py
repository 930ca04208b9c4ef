"""Pages of professionals: their clients and one client's timeline."""
