"""What an address may hold where it names a filing."""

from django.urls import register_converter
from django.urls.converters import get_converters


class FilingKeyConverter:
    """An accession number, or for a filing without one the first digits of its text's SHA-256."""

    regex = r"(?:\d{10}-\d{2}-\d{6}|[0-9a-f]{12,20})"

    def to_python(self, value: str) -> str:
        """Return the key as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return the key as it is."""
        return value


def register() -> None:
    """Make `<filing_key:key>` known to addresses, whichever module of them is read first."""
    if "filing_key" not in get_converters():
        register_converter(FilingKeyConverter, "filing_key")
