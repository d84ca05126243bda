"""The embedded engine, on Whoosh 2.7.4."""

from search.backends.whoosh.engine import WhooshBackend

__all__ = ["WhooshBackend"]
