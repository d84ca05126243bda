"""Django's entry for the app."""

from django.apps import AppConfig


class FilingsConfig(AppConfig):
    """Filings, releases, products and contacts."""

    name = "filings"
    verbose_name = "Filings"
