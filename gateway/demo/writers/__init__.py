"""Messages as care systems write them, one file per format. Only the demo writes them: the gateway reads."""
