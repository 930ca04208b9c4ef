"""Who is who: clients, connectors, organisations, professionals, relations. Found by keyed index, never by BSN."""
