"""Reproducible figures: data generator, driver, report."""
