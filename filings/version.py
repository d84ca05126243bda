"""Which reading of a filing the rows hold."""

EXTRACTOR_VERSION = "6"
"""Raised when parsers or extractors find something else in the same bytes; the next ingest reads again."""
