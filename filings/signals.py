"""The one piece of news that goes up from filings."""

from django.dispatch import Signal

releases_changed = Signal()
"""Sent after commit, once a batch of an ingest.

`changed` and `removed` are lists of release ids: those whose rows were written, or are now told of under
another product or company name, and those that are gone.
"""
