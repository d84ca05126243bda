"""The sections of one release: labels, legends, contacts, headline, body, boilerplate. Nothing is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from filings.datelines import Dateline, match_dateline
from filings.diseases import find_diseases
from filings.domain import Block, BlockKind, CleanText, Emphasis, Section, SectionKind, Span
from filings.parsers.form import goes_on_with_verb, is_bare_label, is_label
from filings.parsers.letterhead import Letterhead
from filings.prose import level
from filings.vocabularies import load

LEAD_BLOCKS = 40
"""The dateline is looked for among so many blocks of a release."""

_TICKER = re.compile(
    r"""(?ix) (?:tsx|tse|amex|nasdaq|nyse|otc|frankfurt|fra|lse|aim|asx|cse|nex|pink\ sheets?|toronto\ stock
        |american\ stock|tase|euronext)
    [\w\s/.-]{0,24}(?:symbol)?\s*[:\-–]\s*["“]?[A-Z0-9]{1,8}"""
)


@cache
def _quoted_symbol() -> re.Pattern[str]:
    """Any exchange that is known, a colon, a symbol in capitals: "(OSE: NFV)"."""
    exchanges = [p for alternatives in load("exchanges")["exchanges"].values() for p in alternatives]
    one = "|".join(sorted(exchanges, key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z])(?i:{one})\s*:\s*[\"“]?[A-Z0-9]{{1,8}}(?:\.[A-Z]{{1,2}})?\b")


_PHONE = re.compile(r"(?<![\d$€£.,])(?:\+?\d{1,3}[\s.-])?\(?\d{2,4}\)?(?:[\s.-]{1,3}\d{2,4}){1,4}(?![\d,]*%)")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}")
_ABOUT = re.compile(r"(?i)^\W*about\s+(?P<whom>\S.{0,90})$")
_CONTACT_AS_ADJECTIVE = r"(?i:contacts?)\s+(?!(?:information|details|persons?|us|in|for|at|the|our)\b)[a-z]"
# What stands beside numbers that are nobody's to ask: dial-ins, trial centres, depositaries, prospectuses.
_NO_CONTACT = re.compile(
    r"""(?ix)\b(?: conference\ (?:call|id) | web-?cast | replay | dial | pass\ ?code | access\ code | participants?
        | prospectus | depositary | transfer\ agent | registrar | clinicaltrials | patients? | patents? | trials?
        | enrol\w* | sites? | subscri\w+ )\b"""
)
_WORD = re.compile(r"[A-Za-z]{3,}")
_MONEY = re.compile(r"[$€£¥]|\d%|--{3}|\d,\d{3}")
_NAME_LINE = re.compile(r"[^\W\d_][\w.'’-]{0,30}(?:,?[ ](?:&|[^\W\d_][\w.'’-]{0,30})){0,8},?")
_WHOM_TO_ASK = re.compile(r"(?i)(?:investor|media|press|company|corporate|contact|agency)")
_CARD = 700
"""Characters of the longest block that is taken for a contact by its looks."""
_SHORT_LINE = 70
_CARD_LINES = 5
"""Over so many lines, each a block of its own, a contact is spread before its first number."""
_LEGEND_WORDS = re.compile(  # several of them may share a line, with a firm's name
    r"(?i)\[[^\]\n]{0,60}\]|\b(?:for\s+)?immediate\s+release\b|\b(?:press|news|media)\s+release\b(?:\s+no\.?\s*\d+)?|"
    r"\bexhibit\s+\d[\d.]*\b"
)
_SYMBOLS = re.compile(r"(?i)\b(?:trading|stock|ticker)?\s*symbols?\b")
_FIRM = re.compile(r"(?i)\b(?:inc|ltd|limited|corp|corporation|plc|n\.?v|s\.?a|ag|a/s|ab|co)\b\.?\W*$")
_SHORT_SENTENCE = re.compile(r"\b(?:is|are|was|has|have|develops|makes) .*\.$")
_BYLINE = re.compile(r"^By\s+[A-Z]\w+")
_SENTENCE_END = re.compile(r"[.!?][\"”’)\]]*$")
_CODE = re.compile(r"[A-Za-z]{1,6}[-–‑ ]?\d[\w-]*")
_DATE_ONLY = 60


@cache
def _patterns(key: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in load("sections")[key]), re.IGNORECASE | re.DOTALL)


@cache
def _cues(key: str) -> re.Pattern[str]:
    """Return a pattern of the words of a list, each in singular or plural."""
    words = "|".join(map(re.escape, load("sections")[key]))
    return re.compile(rf"\b(?:{words})(?:e?s)?(?!\w)", re.IGNORECASE)


def _is_matter(words: str, split: Sequence[str]) -> bool:
    """Tell whether words name what is studied: a code, a disease, "the Quest Trial"."""
    named = bool(split) and split[-1] in load("sections")["matters"].split()
    return named or _CODE.fullmatch(words) is not None or _is_disease(words)


def _is_disease(words: str) -> bool:
    """Tell whether words are a disease's name, or several: "RSV and COPD"."""
    rest = words
    for span, _ in reversed(find_diseases(level(words))):
        rest = rest[: span.start] + rest[span.end :]
    return rest != words and re.fullmatch(r"(?i)(?:\W|\b(?:and|the|or)\b|\b[A-Z]{1,8}\b)*", rest) is not None


def find_dateline(clean: CleanText, first: int, last: int) -> tuple[int, Dateline] | None:
    """Return the first block of clean.blocks[first:last] that opens with a dateline, and the dateline.

    A date alone on its line counts only where no paragraph with a dateline follows soon.
    """
    alone: tuple[int, Dateline] | None = None
    for at in range(first, min(last, first + LEAD_BLOCKS)):
        block = clean.blocks[at]
        if block.kind in (BlockKind.TABLE, BlockKind.PAGE_BREAK):
            continue
        found = match_dateline(clean.text, block.span.start, block.span.end)
        if found is None:
            continue
        follows = block.span.end - found.span.end
        if follows > 25 and (found.has_separator or found.place):
            return at, found
        if follows <= 3 and alone is None and at + 1 < last:
            alone = at, found
    return alone


def _is_alone(clean: CleanText, found: tuple[int, Dateline]) -> bool:
    """Tell whether a dateline is all that stands in its block, so that the headline may come after it."""
    block = clean.blocks[found[0]]
    return block.span.end - found[1].span.end <= 3


def is_contact_heading(words: str) -> bool:
    """Tell whether a line opens a block of contacts.

    >>> [is_contact_heading(w) for w in ("CONTACTS:", "For further information, please contact:", "Contact sports")]
    [True, True, False]
    """
    line = words.strip().split("\n")[0].strip(" *_#-–—")
    if len(line) > 90 and not (_EMAIL.search(words) or _PHONE.search(words)):
        return False
    match = _patterns("contacts").match(line)
    if match is None or re.match(_CONTACT_AS_ADJECTIVE, line):
        return False
    if re.search(r"(?i)\b(?:visit|website|web\s*site|www\.)", words) and not (
        _EMAIL.search(words) or _PHONE.search(words)
    ):
        return False
    rest = line[len(match[0].rstrip()) :] if len(line) > len(match[0]) else ""
    ends_label = (
        line.rstrip().endswith(":") or ":" in line[:60] or len(line.split()) <= 3 or _has_address(words)
    )
    return ends_label and not re.match(r"\s+[a-z]{3,}\s+[a-z]{3,}", rest) and not _is_sentence(line)


def _is_sentence(line: str) -> bool:
    return len(line.split()) > 6 and line.endswith(".") and not _has_address(line)


def _has_address(words: str) -> bool:
    """Tell whether a phone number or an e-mail address is printed in the words."""
    return bool(_EMAIL.search(words)) or any(
        sum(c.isdigit() for c in m[0]) >= 9 for m in _PHONE.finditer(words)
    )


def is_boilerplate_heading(words: str) -> bool:
    """Tell whether a line opens the end of a release: "About ...", "Forward-looking statements"."""
    line = words.split("\n")[0].strip(" *_#:")
    if _SENTENCE_END.search(line) or len(line) > 100:
        return False
    return bool(_ABOUT.match(line) or _patterns("forward_looking").search(line))


def is_legend(words: str) -> bool:
    """Tell whether a block above the headline only says what the paper is: "FOR IMMEDIATE RELEASE"."""
    if len(words) >= 260:
        return False
    if _patterns("legends").fullmatch(words.strip(" \n:*-–—_()[]")):
        return True
    rest = _LEGEND_WORDS.sub(" ", words)
    if rest == words:
        return False
    return not re.search(r"[A-Za-z]{2}", rest) or (len(rest.split()) <= 6 and bool(_FIRM.search(rest)))


def is_tickers(words: str) -> bool:
    """Tell whether a block is only exchanges and symbols, perhaps behind a firm's name or a date.

    >>> is_tickers("TSX: LRM\\nOTC BB: LRMFF"), is_tickers("(OSE: NFV)"), is_tickers("Acme (TSX: ACM) Begins Trial")
    (True, True, False)
    """
    if len(words) >= 200:
        return False
    rest = _quoted_symbol().sub("\0", _TICKER.sub("\0", words))
    rest = _SYMBOLS.sub(" ", _LEGEND_WORDS.sub(" ", rest))
    behind = rest.rpartition("\0")[2]
    return "\0" in rest and len(_WORD.findall(rest)) <= 3 and len(_WORD.findall(behind)) <= 1


def is_contact_like(block: Block, words: str) -> bool:
    """Tell whether a block among contacts is one of them: a short line, a table or words with an address."""
    if _has_address(words) and len(words) < 1500:
        return True
    if block.kind is BlockKind.TABLE:
        return len(words) < 1500
    return len(words) < 140 and not _SENTENCE_END.search(words)


def is_contact_card(words: str) -> bool:
    """Tell whether a block that nothing heads is a contact by its looks: terse lines, somebody's name, an address.

    >>> is_contact_card("Media\\nJane Doe\\nAcme Partners\\n416-555-0101")
    True
    >>> is_contact_card("Patients may call 416-555-0101.")
    False
    """
    if len(words) > _CARD or not _prints_address(words) or _NO_CONTACT.search(words):
        return False
    lines = _lines_of(words)
    return all(map(_is_terse, lines)) and any(
        _names_somebody(re.split(r"[,;:|(]", line, maxsplit=1)[0].strip()) for line in lines
    )


def _lines_of(words: str) -> list[str]:
    """Return the lines of a block, each cell of a table's row as one."""
    return [line.strip() for line in re.split(r"[\n\t]+", words) if line.strip()]


def _prints_address(words: str) -> bool:
    """Tell whether one line or cell holds a number or an address; the figures of accounts are none."""
    return _MONEY.search(words) is None and any(map(_has_address, _lines_of(words)))


def _names_somebody(words: str) -> bool:
    """Tell whether words look like a person's or a firm's name, or say whom to ask: "Jane Doe", "Media"."""
    known = " " in words or _WHOM_TO_ASK.match(words) is not None
    return known and words[0].isupper() and _NAME_LINE.fullmatch(words) is not None


def _is_terse(line: str) -> bool:
    """Tell whether a line lists names, titles and numbers: nearly all its words begin with a capital."""
    small = sum(word.isalpha() and word.islower() and len(word) > 3 for word in line.split())
    return len(line) < 300 and small <= 2 and not (small and _SENTENCE_END.search(line))


def is_contact_line(words: str) -> bool:
    """Tell whether a block may be one line of a contact: a name, a firm, a title, a role; no sentence."""
    return (
        len(words) < _SHORT_LINE
        and "\n" not in words
        and words[:1].isupper()
        and _NAME_LINE.fullmatch(words.strip(" *_:")) is not None
        and _is_terse(words)
        and not _NO_CONTACT.search(words)
        and not _SHORT_SENTENCE.search(words)
    )


def part_head(clean: CleanText, first: int, last: int, registrants: Iterable[str]) -> CleanText:
    """Return the same text with the lines of a letterhead that open a block above the release's body on their own."""
    letterhead = Letterhead(registrants)
    found = find_dateline(clean, first, last)
    blocks = list(clean.blocks)
    for n in reversed(range(first, found[0] if found else first)):
        block, words = blocks[n], blocks[n].span.of(clean.text)
        lines = words.split("\n")
        if (
            block.kind is not BlockKind.PARAGRAPH
            or len(lines) == 1
            or _has_address(words)
            or is_contact_heading(words)
        ):
            continue
        noise = letterhead.lines_of(lines)
        if noise == len(lines):
            continue
        if noise and letterhead.begins_headline(lines[noise - 1], lines[noise]):
            noise -= 1
        if noise:
            cut = block.span.start + sum(len(line) + 1 for line in lines[:noise])
            blocks[n : n + 1] = [
                Block(block.kind, Span(block.span.start, cut - 1)), Block(block.kind, Span(cut, block.span.end))
            ]  # fmt: skip
    return replace(clean, blocks=tuple(blocks))


def divide(
    clean: CleanText, first: int, last: int, registrants: Iterable[str]
) -> list[tuple[SectionKind, int]]:
    """Return (section kind, block index) for every block of clean.blocks[first:last], in order."""
    return _Divider(clean, first, last, tuple(registrants)).run()


class _Divider:
    """Walks over the blocks of one release and names each."""

    def __init__(self, clean: CleanText, first: int, last: int, registrants: Sequence[str]) -> None:
        self.clean, self.first, self.last = clean, first, last
        self.words = {n: clean.blocks[n].span.of(clean.text) for n in range(first, last)}
        self.letterhead = Letterhead(registrants)
        found = find_dateline(clean, first, last)
        self.body_start = self._first_prose(first)
        if found and not _is_alone(clean, found):
            self.body_start = found[0]

    def run(self) -> list[tuple[SectionKind, int]]:
        return [*self._head(), *self._rest()]

    def _first_prose(self, first: int) -> int:
        for n in range(first, self.last):
            words = self.words[n]
            long = len(words) > 200 or (len(words) > 90 and _SENTENCE_END.search(words))
            if long and not is_legend(words) and not _has_address(words):
                return n
        return self.last

    def _head(self) -> list[tuple[SectionKind, int]]:
        """Name the blocks before the body."""
        named: list[tuple[SectionKind | None, int]] = []
        in_contacts = False
        for n in range(self.first, self.body_start):
            words, block = self.words[n], self.clean.blocks[n]
            kind: SectionKind | None = None
            if is_label(words) or is_bare_label(words):
                kind = SectionKind.EXHIBIT_LABEL
            elif block.kind is BlockKind.PAGE_BREAK:
                kind = SectionKind.PAGE_BREAK
            elif (is_legend(words) and not _has_address(words)) or (_BYLINE.match(words) and len(words) < 80):
                kind = SectionKind.LEGEND
            elif is_tickers(words):
                kind = SectionKind.TICKERS
            elif is_contact_heading(words) or (in_contacts and self._stays_contact(n)):
                kind = SectionKind.CONTACTS
            elif block.kind is BlockKind.TABLE or _has_address(words):
                kind = SectionKind.CONTACTS if _has_address(words) else SectionKind.LEGEND
            in_contacts = kind is SectionKind.CONTACTS or (in_contacts and kind is SectionKind.PAGE_BREAK)
            named.append((kind, n))
        return self._titled(named)

    def _stays_contact(self, n: int) -> bool:
        """Tell whether a block goes on a contact block before the headline, which it must not eat.

        It is a table, holds an address or is a line of a contact whose number follows.
        """
        table = self.clean.blocks[n].kind is BlockKind.TABLE
        return table or _has_address(self.words[n]) or self._leads_to_card(n, self.body_start)

    def _titled(self, named: list[tuple[SectionKind | None, int]]) -> list[tuple[SectionKind, int]]:
        """Tell headline from sub-headline among the blocks that nothing else claimed."""
        open_blocks = [n for kind, n in named if kind is None]
        open_blocks = [n for n in open_blocks if len(open_blocks) == 1 or not self._is_date(n)]
        head, sub = self._headline_blocks(self._without_noise(open_blocks))
        names = dict.fromkeys(head, SectionKind.HEADLINE) | dict.fromkeys(sub, SectionKind.SUBHEADLINE)
        return [(kind or names.get(n, SectionKind.LEGEND), n) for kind, n in named]

    def _is_date(self, n: int) -> bool:
        """Tell whether a block is a date alone, or one with its place."""
        if len(self.words[n]) >= _DATE_ONLY:
            return False
        found = match_dateline(self.clean.text, *_ends(self.clean.blocks[n].span))
        return found is not None and self.clean.blocks[n].span.end - found.span.end <= 3

    def _without_noise(self, blocks: list[int]) -> list[int]:
        """Return the blocks without prose above the last and without what a letterhead prints above a headline."""
        kept = [n for n in blocks if n == blocks[-1] or not _is_long_sentence(self.words[n])]
        while len(kept) > 1 and self._is_letterhead(kept[0], kept[1]):
            del kept[0]
        return kept

    def _is_letterhead(self, n: int, below: int) -> bool:
        """Tell whether a block is a company's name, which no verb goes on below, an address or the like."""
        words = self.words[n]
        if self.letterhead.is_name(words):
            return not goes_on_with_verb(self.words[below])
        lines = words.split("\n")
        return self.letterhead.lines_of(lines) == len(lines)

    def _headline_blocks(self, blocks: list[int]) -> tuple[list[int], list[int]]:
        """Split title blocks into headline and sub-headline.

        What stands in dashes, in a list, or in other type than the first block is a sub-headline; so is
        a second block in the same type, unless the first ends in the middle of a phrase.
        """
        if not blocks:
            return [], []
        head = [blocks[0]]
        rest = blocks[1:]
        while rest and self._goes_on(head[-1], rest[0]):
            head.append(rest.pop(0))
        return head, rest

    def _goes_on(self, above: int, below: int) -> bool:
        first, second = self.words[above].rstrip(), self.words[below].lstrip()
        if self.letterhead.is_name(first) and goes_on_with_verb(second):
            return True
        if re.match(r"[-–—•·*]|\(", second) or self.clean.blocks[below].kind is BlockKind.ITEM:
            return False
        hanging = bool(
            re.search(
                r"(?i)(?:\b(?:of|for|in|with|to|and|the|a|an|at|on|from|by|its|as|or|into|de|re)|[,:;&–-])$",
                first,
            )
        )
        continues = bool(re.match(r"(?:[a-z]{2,}\b|(?:OF|FOR|IN|WITH|TO|AND|AT|ON|FROM|BY|AS)\b)", second))
        return hanging or (continues and self._style(above) == self._style(below))

    def _style(self, n: int) -> frozenset[Emphasis]:
        span = self.clean.blocks[n].span
        return frozenset(
            kind for at, kind in self.clean.emphasis if at.start < span.end and span.start < at.end
        )

    def _rest(self) -> list[tuple[SectionKind, int]]:
        """Name the blocks from the body on."""
        out: list[tuple[SectionKind, int]] = []
        state, tail = SectionKind.BODY, False
        for n in range(self.body_start, self.last):
            block, words = self.clean.blocks[n], self.words[n]
            if block.kind is BlockKind.PAGE_BREAK:
                out.append((SectionKind.PAGE_BREAK, n))
                continue
            if n > self.body_start and is_label(words):
                out.append((SectionKind.EXHIBIT_LABEL, n))
                continue
            state = self._state(state, n, tail=tail)
            tail = tail or state is not SectionKind.BODY
            out.append((state, n))
        return out

    def _state(self, state: SectionKind, n: int, *, tail: bool) -> SectionKind:
        """Return the kind of block n, where the one before was `state` and `tail` says that the end has begun."""
        block, words = self.clean.blocks[n], self.words[n]
        first_line = words.split("\n")[0].strip(" *_#")
        about = _ABOUT.match(first_line.rstrip(":"))
        if n == self.body_start:
            return SectionKind.BODY
        if about and not _is_sentence(first_line) and block.kind is not BlockKind.ITEM:
            return self._about(about["whom"], n)
        if is_contact_heading(words) and (n > self.body_start + 1 or tail):
            return SectionKind.CONTACTS
        if state is SectionKind.CONTACTS and is_contact_like(block, words):
            if not self._is_heading(n) or self._leads_to_card(n, self.last):
                return SectionKind.CONTACTS
        elif n > self.body_start + 1 and self._opens_contacts(n, tail=tail):
            return SectionKind.CONTACTS
        if (
            len(first_line) < 110
            and not _SENTENCE_END.search(first_line)
            and _patterns("forward_looking").search(first_line)
        ):
            return SectionKind.FORWARD_LOOKING
        if _patterns("other").search(words[:600]):
            return SectionKind.OTHER_BOILERPLATE
        if len(words) > 60 and _patterns("forward_looking_paragraphs").search(words[:500]):
            return SectionKind.FORWARD_LOOKING
        if self._is_heading(n):
            return SectionKind.OTHER_BOILERPLATE if tail else SectionKind.BODY
        if state is SectionKind.CONTACTS:
            return SectionKind.CONTACTS if is_contact_like(block, words) else SectionKind.OTHER_BOILERPLATE
        return state

    def _opens_contacts(self, n: int, *, tail: bool) -> bool:
        """Tell whether contacts begin here without a heading; while the body lasts, only right at its end."""
        above = self.words[n - 1]
        if len(above) < _SHORT_LINE and _NO_CONTACT.search(above):
            return False  # a heading says what these numbers are for
        card = is_contact_card(self.words[n])
        return (card or self._leads_to_card(n, self.last)) and (tail or self._ends_body(n))

    def _leads_to_card(self, n: int, last: int) -> bool:
        """Tell whether a line and the few that follow, each a block, come to a number or an address."""
        if not is_contact_line(self.words[n]):
            return False
        for at in range(n + 1, min(n + 1 + _CARD_LINES, last)):
            words = self.words[at]
            if _prints_address(words):
                return not _NO_CONTACT.search(words) and (len(words) < _SHORT_LINE or is_contact_card(words))
            if not is_contact_line(words) or is_boilerplate_heading(words):
                return False
        return False

    def _ends_body(self, n: int) -> bool:
        """Tell whether nothing but contacts stands between block n and the boilerplate or the end."""
        for at in range(n + 1, min(n + 4 * _CARD_LINES, self.last)):
            words = self.words[at]
            if _is_boilerplate(words):
                return True
            page = self.clean.blocks[at].kind is BlockKind.PAGE_BREAK
            if not (page or is_contact_heading(words) or is_contact_line(words) or _is_detail(words)):
                return False
        return True

    def _about(self, whom: str, n: int) -> SectionKind:
        """Tell "About <company>" from "About <product>" and "About <exchange>"."""
        lines = self.words[n].split("\n", 1)
        following = (
            lines[1]
            if len(lines) > 1
            else " ".join(self.words[m] for m in range(n + 1, min(n + 3, self.last)))
        )
        if _patterns("about_exchange").search(whom):
            return SectionKind.ABOUT_EXCHANGE
        whom_words = re.findall(r"[\w'’-]+", whom.casefold())
        if any(name in whom_words for name in self.letterhead.first_words) and not re.search(
            r"®|™|\(R\)|\(TM\)", whom
        ):
            return SectionKind.ABOUT
        marked = bool(re.search(r"®|™|\(R\)|\(TM\)|\d", whom))
        if not marked and len(whom_words) > 1 and whom_words[-1] in load("sections")["organisations"].split():
            return SectionKind.ABOUT
        if _is_matter(whom, whom_words):
            return SectionKind.BODY
        opening = following[:260]
        if not marked and _patterns("company_deeds").match(opening.partition(whom.split()[-1])[2][:120]):
            return SectionKind.ABOUT
        product, company = (_cues(name).findall(opening) for name in ("product_cues", "company_cues"))
        lead = len(set(map(str.casefold, company))) - len(set(map(str.casefold, product)))
        return SectionKind.ABOUT if company and lead > (0 if marked else -2) else SectionKind.BODY

    def _is_heading(self, n: int) -> bool:
        block, words = self.clean.blocks[n], self.words[n]
        if (
            block.kind is not BlockKind.PARAGRAPH
            or len(words) > 100
            or "\n" in words
            or _SENTENCE_END.search(words)
        ):
            return False
        if _has_address(words) or len(words.split()) > 12:
            return False
        bold = any(
            kind in (Emphasis.BOLD, Emphasis.UNDERLINE) and at.holds(Span(block.span.start, block.span.end))
            for at, kind in self.clean.emphasis
        )
        capitals = words.isupper() and len(words) > 8
        return (bold or capitals) and not words.rstrip().endswith(",")


def _is_boilerplate(words: str) -> bool:
    line = words.split("\n")[0].strip(" *_#:")
    if is_boilerplate_heading(words) or (_ABOUT.match(line) and not _is_sentence(line)):
        return True
    forward = len(words) > 60 and _patterns("forward_looking_paragraphs").search(words[:500])
    return bool(forward or _patterns("other").search(words[:600]))


def _is_detail(words: str) -> bool:
    return is_contact_card(words) or (_prints_address(words) and len(words) < _SHORT_LINE)


def _is_long_sentence(words: str) -> bool:
    return _SENTENCE_END.search(words) is not None and _is_prose(words)


def _is_prose(words: str) -> bool:
    """Tell a sentence from a headline that ends in an abbreviation: most of its words begin small."""
    parts = [part for part in words.split() if part[0].isalpha()]
    return len(parts) > 5 and sum(part[0].islower() for part in parts) > len(parts) // 2


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def sections_of(
    clean: CleanText, named: list[tuple[SectionKind, int]], start: int, end: int
) -> tuple[Section, ...]:
    """Return touching sections over [start, end) of the clean text, from one kind a block."""
    runs: list[tuple[SectionKind, int]] = []
    for kind, n in named:
        if not runs or runs[-1][0] is not kind:
            runs.append((kind, clean.blocks[n].span.start))
    if not runs:
        return (Section(SectionKind.REMAINDER, Span(start, end)),)
    starts = [start, *(at for _, at in runs[1:]), end]
    return tuple(Section(kind, Span(a, b)) for (kind, _), a, b in zip(runs, starts, starts[1:], strict=False))
