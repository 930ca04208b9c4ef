"""Messages as care systems write them, one file per format. Only for the demo: the gateway itself reads, never writes."""
