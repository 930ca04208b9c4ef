"""The interoperability gateway and shared care record."""
