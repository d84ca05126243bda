"""Django's entry for the app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search over releases."""

    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Listen for news of an ingest."""
        from filings.signals import releases_changed
        from search.indexing import on_releases_changed

        releases_changed.connect(on_releases_changed, dispatch_uid="search.indexing")
