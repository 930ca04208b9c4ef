"""XSDs and JSON Schemas of the wire formats, packed as data; see SOURCES.md."""
