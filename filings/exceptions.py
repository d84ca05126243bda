"""Every error filings/ raises on purpose. Each carries the source's name and says what is wrong with it.

FilingError
├── SourceError   the bytes cannot be had: no such path, broken or locked archive, over a limit
└── ParseError    the bytes are no filing we read: empty, binary, truncated, a foreign form

CorrectionError   a person asks for a correction that cannot be made; the message is a sentence to show
"""


class FilingError(Exception):
    """Base class. `source` names the file, `reason` is one sentence without it."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(source, reason)  # both, so that it survives the way back from a worker process
        self.source = source
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


class SourceError(FilingError):
    """The bytes of a source cannot be had."""


class ParseError(FilingError):
    """The bytes are not a filing that Phaseline reads."""


class CorrectionError(Exception):
    """What a person asks for cannot be done; the message is one sentence, safe to show."""
