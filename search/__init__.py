"""Asking the archive: query language, facets, engines and the search page."""
