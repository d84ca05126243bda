"""Characters that went wrong on their way through editors, agents and EDGAR."""

import re

from ftfy import fix_encoding
from ftfy.fixes import fix_c1_controls

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_MARK_IN_LATIN_1 = re.compile("\u00c2(?=[\u00a9\u00ae])")
_REPLACED = str.maketrans(
    {
        "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2007": " ", "\u2009": " ", "\u200a": " ", "\u202f": " ",
        "\u3000": " ", "\u2010": "-", "\u2011": "-", "\u2028": "\n", "\u2029": "\n", "\x85": "\n",
        "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
        **{chr(code): None for code in (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))},
        "\x0b": "\n", "\x0c": "\n", "\x7f": None, "\ufffe": None, "\uffff": None,
        **{chr(code): None for code in (*range(9), *range(14, 32))},  # controls that no page can print
    }
)  # fmt: skip


def mend_characters(text: str) -> str:
    """Undo mojibake and C1 controls, make all blanks plain and all line ends `\\n`.

    >>> mend_characters("Lorimab\\u00c2\\u00ae doesn\\x92t\\u00a0stop")
    'Lorimab® doesn’t stop'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _NOT_ASCII.search(text):
        text = "\n".join(_mend_line(line) for line in text.split("\n"))
    return plain_blanks(text)


def mend_marks(text: str) -> str:
    """Undo what UTF-8 read as Latin-1 makes of a trade mark's sign, where entities spell it out.

    >>> mend_marks("Lorimab\\u00c2\\u00ae")
    'Lorimab®'
    """
    return _MARK_IN_LATIN_1.sub("", text)


def plain_blanks(text: str) -> str:
    """Make every kind of blank, hyphen and line end the plain one; drop what has no width.

    >>> plain_blanks("KXP\\u20112040\\u00a0now"), plain_blanks("\\u202eKXP\\u200b-2040")
    ('KXP-2040 now', 'KXP-2040')
    """
    return text.translate(_REPLACED)


def _mend_line(line: str) -> str:
    return fix_c1_controls(fix_encoding(line)) if _NOT_ASCII.search(line) else line
