"""The record: append-only versions of tagged resources, sealed per client and source."""
