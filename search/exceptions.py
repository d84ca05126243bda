"""Every error search/ raises on purpose.

SearchError
├── QueryError         the reader asked for something we cannot answer   -> 400
└── IndexUnavailable   the index is missing, locked or out of reach      -> 503
"""


class SearchError(Exception):
    """Base class. `status` is what the web layer answers; nothing else decides it."""

    status = 500


class QueryError(SearchError):
    """The query cannot be read; the message says what to change and is safe to show to the reader.

    `corrected` is a query near to it that can be read, where there is one.
    """

    status = 400

    def __init__(self, message: str, corrected: str | None = None) -> None:
        super().__init__(message)
        self.corrected = corrected


class IndexUnavailable(SearchError):  # noqa: N818 - it names a state, as HTTP does
    """The index cannot be asked just now; the message is for the log, readers get a fixed sentence."""

    status = 503


class IndexMissing(IndexUnavailable):
    """No index was ever built here."""
