"""The JSON API under /api/v1/: read-only, the same searches as the pages, its own reference at /api/."""
