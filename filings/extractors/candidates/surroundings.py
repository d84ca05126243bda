"""A release as the search for candidates reads it: its sentences, its ordinary words, whose news it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence

from filings.domain import BOILERPLATE, ReleaseText, Span
from filings.drugs import MARK, find_approved, find_drug_names, find_marked
from filings.extractors.candidates.evidence import AROUND
from filings.prose import fold, is_ordinary, level, sentences, split

_CAREER = re.compile(
    r"\bwhere (?:he|she|they) |\bprior to joining|\bbefore joining|\bjoins? (?:us |the company )?from\b|"
    r"\bpreviously (?:served|held|worked|led|was)|\b(?:his|her) (?:career|previous|tenure|prior)\b|"
    r"\bserved as\b|\bearlier in (?:his|her)|\b(?:he|she) (?:was|led|held|worked|oversaw|managed|has held|"
    r"directed) |"
    r"\b(?:[Dd]r|[Mm]rs?|[Mm]s|[Hh]e|[Ss]he)\.? (?:\w+ )?(?:was|has been|had been) (?:\w+ )?(?:responsible for|"
    r"instrumental in|involved in) |"
    r"\b(?:[Dd]r|[Mm]rs?|[Mm]s|[Pp]rof)\. (?:[\w'-]+ ){1,3}(?:previously |also |then )?(?:worked|contributed|spent|"
    r"served) ",
    re.I,
)
_COMPANY_WORD = (
    r"(?:Inc|Ltd|Limited|Corp|Corporation|plc|PLC|AG|S\.?A|N\.?V|GmbH|LLC|LP|AB|A/S|SE|Co|Pharma|"
    r"Pharmaceuticals?|"
    r"Therapeutics|Biosciences?|Bio|Biotech|Biopharma|Laboratories|Labs|Oncology|Biologics)\b"
)
_COMMON_IN_NAMES = frozenset(
    re.findall(
        r"\w+",
        "inc ltd limited corp corporation plc the and pharma pharmaceutical pharmaceuticals therapeutics "
        "biosciences bio biopharma biotech oncology biologics labs laboratories",
    )
)
_OTHER_COMPANY = re.compile(rf"\b((?:[A-Z][\w&-]+ ){{1,4}}){_COMPANY_WORD}")
_OWNER_RIGHT = re.compile(
    rf"{MARK}?[\"')]* (?:of|owned by|developed by|marketed by|sold by|made by|"
    rf"\() ?((?:[A-Z][\w&.-]+ ?){{1,4}})"
)
_OWNER_LEFT = re.compile(r"\b((?:[A-Z][\w&.-]+ ){0,3}[A-Z][\w&.-]+)'s? (?:[a-z][\w/-]*,? ){0,4}[\"'(]*$")
_SHARED = (
    r"(?:options?|rights?|licen[cs]\w+|interests?|royalt\w+|elect\w+|decision|commitment|investment|payments?|"
    r"obligations?|co-?promot\w+|co-?develop\w+|co-?commerciali[sz]\w+|acqui\w+|collaborat\w+|agreements?|"
    r"profit shar\w+|partner\w*)"
)
"""What gives the registrant a part in another's drug, or another a part in the registrant's."""
_SHARED_BEFORE = re.compile(rf"\b{_SHARED} [^.;]{{0,70}}$", re.I)
_SHARED_BETWEEN = re.compile(rf"'s? (?:[\w-]+ ){{0,2}}{_SHARED} (?:[\w-]+ ){{0,3}}[\"'(]*$", re.I)
_SUBJECT_US = re.compile(r"\b(?:we|our|us|the company|the corporation)\b", re.I)


_ACQUIRED = re.compile(
    r"\b(?:acquir(?:e|es|ed|ing)|[Aa]cquisition of|merge[sd]? with|[Mm]erger with|[Pp]urchase of) "
    r"((?:[A-Z][\w&-]+ ){1,3})(?:Inc|Ltd|Limited|Corp|plc|PLC|AG|SA|S\.A|N\.V|B\.V|GmbH|LLC|AB|A/S)\b"
)


def _acquired(words: str) -> set[str]:
    """Return the words of the names of companies that the release says are bought: their drugs are its own."""
    return {
        word.lower() for match in _ACQUIRED.finditer(words) for word in re.findall(r"[\w&-]{3,}", match[1])
    }


class Reading:
    """A release as this module reads it."""

    def __init__(self, release: ReleaseText, registrants: Sequence[str], tickers: Collection[str]) -> None:
        self.sentences = sentences(release)
        self.tickers = {fold(ticker.rpartition(":")[2]) for ticker in tickers}
        self.own_words = {
            word.lower() for name in registrants for word in re.findall(r"[\w&-]{3,}", name)
        } - _COMMON_IN_NAMES
        self.own_words |= _acquired(level(release.text)) - _COMMON_IN_NAMES
        self.lower_words = {
            word
            for sentence in self.sentences
            for word in re.findall(r"(?<![\w-])[a-z]{3,}(?![\w])", sentence.words)
        }
        words = level(release.text)
        self.typed_marks = {word + "r": word for word in _with_typed_mark(words)}
        self.marked_words = list(
            dict.fromkeys(
                printed
                for printed in (*(name.printed for name in find_marked(words)), *self.typed_marks.values())
                if next(find_approved(printed), None) is None
            )
        )
        self.background = [
            words[piece.start : piece.end]
            for words in [level(release.text)]
            for section in release.sections
            if section.kind in BOILERPLATE
            for piece in split(words, section.span.start, section.span.end)
        ]
        self.product_cells = sorted(_product_cells(release))
        self.careers = [bool(_CAREER.search(sentence.words)) for sentence in self.sentences]

    def stands_in_pipeline(self, span: Span) -> bool:
        """Tell whether a place lies in the column of products of a table that tells how far each has come."""
        at = bisect_right(self.product_cells, span.start, key=lambda cell: cell.start)
        return at > 0 and self.product_cells[at - 1].holds(span)

    def heads_pipeline_row(self, start: int) -> bool:
        """Tell whether a cell of that column begins here."""
        at = bisect_right(self.product_cells, start, key=lambda cell: cell.start)
        return at > 0 and self.product_cells[at - 1].start == start

    def is_own(self, name: str) -> bool:
        """Tell whether a proper name is, or begins like, the registrant's."""
        words = [word.lower() for word in re.findall(r"[\w&-]{3,}", name)]
        return any(word in self.own_words for word in words) or "company" in words or "corporation" in words


_PRODUCT_COLUMN = re.compile(
    r"(?:(?:product|drug|clinical|lead|development|pipeline) )*(?:products?|candidates?|programs?|programmes?|"
    r"compounds?|drugs?|assets?|molecules?|therapeutics?)(?: candidates?| name)?(?: ?[/(].{0,30})?$",
    re.I,
)
_STAGE_COLUMN = re.compile(
    r"(?:(?:current|clinical|development|trial|highest) )*(?:(?:phase|stage|status)(?: of development)?|development)"
    r"(?: ?[/(].{0,30})?$",
    re.I,
)
_STAGE = re.compile(
    r"\b(?:phase|pre-?clinical|discovery|research|IND|NDA|BLA|MAA|approved|marketed|commercial|registration|filed|lead)\b",
    re.I,
)


def _product_cells(release: ReleaseText) -> Iterator[Span]:
    """Yield the cells under "Product" of the tables with a column "Phase", "Stage" or "Status"."""
    words = level(release.text)
    for block in release.clean.blocks:
        columns: tuple[int, int] | None = None
        for row in block.rows:
            texts = [" ".join(words[cell.start : cell.end].split()) if cell else "" for cell in row]
            product = next((n for n, text in enumerate(texts) if _PRODUCT_COLUMN.match(text)), None)
            stage = next((n for n, text in enumerate(texts) if _STAGE_COLUMN.match(text)), None)
            if product is not None and stage is not None:
                columns = product, stage
            elif columns and max(columns) < len(row) and _STAGE.search(texts[columns[1]]):
                cell = row[columns[0]]
                if cell is not None:
                    yield cell


_CAPITAL = re.compile(r"(?<![\w-])[A-Z][A-Za-z]{4,24}(?![\w-])")


def _with_typed_mark(words: str) -> Iterator[str]:
    """Yield the brands whose mark an old filing typed as a letter: "Kelvarar" where "Kelvara" stands too."""
    printed = dict.fromkeys(_CAPITAL.findall(words))
    for word in printed:
        if word + "r" in printed and not is_ordinary(word) and not is_ordinary(word + "r"):
            yield word


def shouts(words: str) -> bool:
    """Tell whether a line is set in capitals throughout, so that capitals say nothing."""
    letters = [character for character in words[:400] if character.isalpha()]
    return len(letters) > 8 and sum(character.isupper() for character in letters) > 0.7 * len(letters)


def is_title(words: str) -> bool:
    """Tell whether most words begin with a capital, as in a headline."""
    initials = re.findall(r"(?<![\w'-])[A-Za-z](?=\w{3})", words[:400])
    return len(initials) > 2 and sum(initial.isupper() for initial in initials) > 0.6 * len(initials)


_RIVAL_LEFT = re.compile(
    r"\b(?:rivals?|competing|competitors?) (?:drug|product|compound|candidate|vaccine|antibody|treatment|"
    r"therapy|agent|"
    r"medicine)s?[^.;]{0,40}$|\b(?:rival|competing|competitor's?) [\"'(]*$",
    re.I,
)


def is_foreign(words: str, span: Span, reading: Reading) -> bool:
    """Tell whether the name is given to another company: "Abc's X", "X of Abc Bio", "Abc Inc. ... its X"."""
    left, right = words[max(0, span.start - 200) : span.start], words[span.end : span.end + AROUND]
    if _RIVAL_LEFT.search(left):
        return True
    if (
        (owner := _OWNER_RIGHT.match(right))
        and not reading.is_own(owner[1])
        and re.search(rf"\b{_COMPANY_WORD}", owner[1])
    ):
        return True
    if (
        (owner := _OWNER_LEFT.search(left))
        and not reading.is_own(owner[1])
        and re.search(r"\b(?:reported|announced|failed)\b", words) is None
    ):
        if _SHARED_BETWEEN.search(left) or _SHARED_BEFORE.search(left[: owner.start()]):
            return False
        return (
            owner[1].split()[-1].lower() not in reading.lower_words
            and not find_drug_names(owner[1])
            and not is_title(words)
        )
    others = [match for match in _OTHER_COMPANY.finditer(left) if not reading.is_own(match[0])]
    if others and re.search(r"\bits (?:[\w/-]+ ){0,5}$", left):
        between = left[others[-1].end() :]
        return not (
            _SUBJECT_US.search(between) or any(word in reading.own_words for word in between.lower().split())
        )
    return False
