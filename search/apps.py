"""Django's entry for the app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search over releases."""

    name = "search"
    verbose_name = "Search"
