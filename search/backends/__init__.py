"""Engines behind one protocol; which one is a setting."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from search.backends.base import SearchBackend


def get_backend() -> SearchBackend:
    """Return the engine of the settings; one for each place where an index lies."""
    return _backend(settings.SEARCH_BACKEND["CLASS"], settings.SEARCH_BACKEND["LOCATION"])


@cache
def _backend(dotted_path: str, location: str) -> SearchBackend:
    backend: SearchBackend = import_string(dotted_path)(Path(location))
    return backend
