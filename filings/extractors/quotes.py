"""Quoted speech of a release's body, with its speaker and the speaker's title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from filings.domain import Quote, ReleaseText, SectionKind, Span
from filings.vocabularies import load

MIN_WORDS = 4  # a shorter stretch in quotation marks is a name or a scare quote
MIN_WORDS_UNATTRIBUTED = 12  # without a speaker only what is long enough to be speech
# Characters of one stretch. A mark without its fellow within them opens nothing.
MAX_SPEECH = 4_000
MAX_MARKS = 4_000  # quotation marks of one body that are looked at
MAX_NAMES_SOUGHT = 40  # surnames that are looked up in the text before
REACH = 320  # characters around a stretch in which its speaker is looked for


def find_quotes(release: ReleaseText) -> tuple[Quote, ...]:
    """Return what people are quoted as saying, each quoted stretch once, in reading order.

    Read are `"...," said Dr. Ng, CEO of Acme.`, `Dr. Ng, CEO, added: "..."`, speech that goes on after its
    speaker was named, `he said`, and a surname alone for somebody named in full before. Titles of papers,
    scare quotes and defined terms are no speech.
    """
    quotes: list[Quote] = []
    heard = _Heard(release.text)
    for body in release.spans(SectionKind.BODY):
        stretches = _stretches(release.text, body)
        for number, stretch in enumerate(stretches):
            before = stretches[number - 1] if number else None
            after = stretches[number + 1] if number + 1 < len(stretches) else None
            quote = _read(release.text, body, stretch, before, after, heard)
            if quote is not None:
                quotes.append(quote)
    return tuple(quotes)


# --- quoted stretches -----------------------------------------------------------------------

_MARK = re.compile(r"[“”„‟\"]|``|''|(?<=\s)«|»")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_OPENING = {"“", "„", "‟", "``", "«"}
_CLOSING = {"”", "''", "»"}


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words between quotation marks; `outer` takes the marks in."""

    span: Span
    outer: Span
    runs_on: bool = False  # no closing mark: the next paragraph opens with another


def _stretches(text: str, within: Span) -> list[_Stretch]:
    """Return what stands between quotation marks, also where a page end cuts the paragraph."""
    found: list[_Stretch] = []
    opened: re.Match[str] | None = None
    for mark in islice(_MARK.finditer(text, within.start, within.end), MAX_MARKS):
        if opened is None:
            if _opens(text, mark):
                opened = mark
            continue
        gap = text[opened.end() : mark.start()]
        breaks = len(_PARAGRAPH_END.findall(gap)) if len(gap) <= MAX_SPEECH else 9
        if _opens(text, mark) and breaks:
            # Each paragraph of a long speech opens with a mark; only the last one closes.
            end = opened.end() + _first_paragraph(gap)
            found += _stretch(text, opened, end, end, runs_on=True)
            opened = mark
        elif breaks > 1:
            opened = mark if _opens(text, mark) else None
        elif mark.group() not in _OPENING:
            found += _stretch(text, opened, mark.start(), mark.end())
            opened = None
    return found


def _opens(text: str, mark: re.Match[str]) -> bool:
    if mark.group() in _OPENING:
        return True
    if mark.group() in _CLOSING:
        return False
    before = text[mark.start() - 1 : mark.start()]
    behind = text[mark.end() : mark.end() + 1]
    return bool(behind.strip()) and (not before.strip() or before in "([-–—/:")


def _first_paragraph(words: str) -> int:
    match = _PARAGRAPH_END.search(words)
    return match.start() if match else len(words)


def _stretch(
    text: str, opened: re.Match[str], end: int, outer_end: int, *, runs_on: bool = False
) -> Iterator[_Stretch]:
    words = text[opened.end() : end]
    start = opened.end() + len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip(" \t\n\u00a0,"))
    if start < end:
        yield _Stretch(Span(start, end), Span(opened.start(), max(outer_end, end)), runs_on)


# --- who says it ----------------------------------------------------------------------------


@cache
def _either(name: str, vocabulary: str = "quotes") -> str:
    return "|".join(sorted(map(re.escape, load(vocabulary)[name]), key=len, reverse=True))


_HONORIFIC = rf"(?:(?i:{_either('honorifics', 'people')})\.?\s+)"
_NAME_WORD = r"(?:[A-ZÀ-Þ]\.(?:-?[A-ZÀ-Þ]\.)?|(?:[dDO]['’]|Ma?c)?[A-ZÀ-Þ][\w'’‘\-‐‑]*[^\W\d_])"
_PARTICLE = rf"(?:{_either('particles', 'people')})"
_NAME = rf"{_NAME_WORD}(?:\s+(?:{_PARTICLE}\s+){{0,3}}{_NAME_WORD}){{0,4}}"
# "Ph.D.", "MBA", "FMedSci": known, dotted, or capitals within a word; but "CEO" is a title.
_DEGREES = re.compile(
    rf"(?:,?\s+\(?(?:(?:[A-Z][a-z]{{0,4}}\.\s?){{2,4}}|(?i:{_either('degrees', 'people')})\b\.?"
    rf"|Jr\.?|Sr\.?|II|III|(?!C[A-Z]O\b|[SE]?VP\b)[A-Z][A-Za-z]{{0,5}}[A-Z][A-Za-z]{{0,3}}(?=,))(?![\w’'])\)?)+"
)
_VERB = rf"(?:also\s+|further\s+|then\s+)?(?:(?i:{_either('verbs')}))(?:\s+(?:also|further|today|that))?"
_SPEAKER = re.compile(rf"(?P<honorific>{_HONORIFIC}?){_HONORIFIC}?(?P<name>{_NAME})")


@cache
def _office() -> str:
    """A title as it stands before a name: "Acme's President and CEO", "the Managing Director of Acme"."""
    heads, others = _either_word("title_head"), _either_word("title_word")
    any_word = rf"(?i:{heads}|{others})(?![\w-])"
    firm = rf"(?!(?:The|Our|Its)\b)(?:{_NAME_WORD}\s+){{0,3}}?{_NAME_WORD}(?:['’]s?)?\s+"
    run = rf"(?:{any_word},?\s+){{0,8}}?(?i:{heads})(?![\w-])(?:,?\s+{any_word}){{0,8}}"
    whose = r"(?:(?i:the|our|its)\s+(?:[Cc]ompany['’]s\s+)?)?"
    return rf"{whose}(?P<office>(?:{firm})??(?=[A-Z]){run}(?:\s+of\s+{_NAME})??)"


def _either_word(name: str) -> str:
    return "|".join(sorted(map(re.escape, load("contacts")[name].split()), key=len, reverse=True))


@cache
def _titled_name() -> re.Pattern[str]:
    return re.compile(rf"{_office()},?\s+{_SPEAKER.pattern}")


@cache
def _office_before() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.]){_office()}\s*,\s*$")


_PRONOUN = re.compile(rf"(?:{_either('pronouns')})\b", re.IGNORECASE)
_SAYS = re.compile(rf"\b{_VERB}\b")
_SAYS_BEHIND = re.compile(rf"[\s,.\-–—]{{0,6}}(?P<verb>{_VERB})\s+")
_SIGNED_BEHIND = re.compile(r"\s*\n\s*[-–—]{1,2}\s*")
"""Between speech and the name under it: a new line with a dash."""
_SUBJECT_BEHIND = re.compile(r"[\s,.\-–—]{0,6}")
_COLON_BEHIND = re.compile(r"\s*[,:]?\s*(?:that\s*)?[:,\-–—]*\s*$")
_SENTENCE_END = re.compile(
    r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bProf)(?<!\bSt)(?<!\b[A-Z])(?<!\bInc)(?<!\bLtd)(?<!\bCorp)(?<!\bCo)"
    r"(?<!Ph\.D)(?<!\bPh)[.!?](?=\s+[A-Z“\"„]|\s*$)|\n[ \t]*\n"
)
# A company's "Inc." ends a sentence only where a new one plainly begins.
_TITLE_END = re.compile(
    r",?\s+(?:who|which|whose|in|during|at the|on|following|after|commenting|about|regarding)\b"
    r"(?!\s+(?:[Cc]harge|[Cc]hief))"
    r"|,\s+of\b|[;:“”„\"()]|\n[ \t]*\n"
)
_NO_SPEAKER = frozenset(
    {
        "The",
        "This",
        "These",
        "In",
        "It",
        "We",
        "Our",
        "A",
        "An",
        "At",
        "On",
        "As",
        "And",
        "But",
        "Company",
        "Management",
        "Corporation",
    }
)


@dataclass(slots=True)
class _Speaker:
    name: str | None
    title: str | None


class _Heard:
    """Who has been named so far, so that a surname or "he" finds its person."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.known: dict[str, _Speaker] = {}
        self.last: _Speaker | None = None
        self.last_end = -1  # where the last attributed stretch ended
        self.sought = 0

    def named(self, name: str, title: str | None) -> _Speaker:
        """Return the speaker of this name; a surname alone stands for the person named in full before."""
        if " " not in name:
            known = self.known.get(name)
            full = known.name if known else self._full_name(name)
            speaker = _Speaker(full or name, title or (known.title if known else None))
        else:
            before = self.known.get(name.split()[-1])
            same = before if before and before.name == name else None
            speaker = _Speaker(name, title or (same.title if same else None))
        self.known[(speaker.name or name).split()[-1]] = speaker
        self.last = speaker
        return speaker

    def _full_name(self, surname: str) -> str | None:
        """Find the first place where a given name stands before this surname."""
        self.sought += 1
        if self.sought > MAX_NAMES_SOUGHT:
            return None
        named = re.compile(rf"(?<![\w.])((?:{_NAME_WORD}[ \n]){{1,3}}){re.escape(surname)}\b")
        for match in named.finditer(self.text):
            name = _plain(match.group())
            if " " in name:
                return name
        return None


def _read(
    text: str,
    body: Span,
    stretch: _Stretch,
    before: _Stretch | None,
    after: _Stretch | None,
    heard: _Heard,
) -> Quote | None:
    """Return a stretch as a quote, or None where it is no speech."""
    words = stretch.span.of(text)
    ending = text[stretch.span.end - 1 : stretch.outer.end].rstrip("”“\"'»")
    count = len(words.split(None, MIN_WORDS_UNATTRIBUTED + 1))
    if count < MIN_WORDS and not _ends_speech(ending):
        return None
    behind_end = min(after.outer.start if after else body.end, stretch.outer.end + REACH, body.end)
    front_start = max(before.outer.end if before else body.start, stretch.outer.start - REACH, body.start)
    behind = text[stretch.outer.end : behind_end]
    front = text[front_start : stretch.outer.start]
    rule = "quotes.speaker-behind"
    speaker = None if stretch.runs_on else _speaker_behind(behind, ending, front, heard)
    if speaker is None:
        rule = "quotes.speaker-in-front"
        speaker = _speaker_in_front(front, heard)
    if speaker is None and _goes_on(text, stretch, heard) and count >= MIN_WORDS:
        rule = "quotes.continued"
        speaker = heard.last
    if speaker is None:
        alone = not text[front_start : stretch.outer.start].rstrip(" \t").strip("\n") or front.endswith(
            "\n\n"
        )
        if count < MIN_WORDS_UNATTRIBUTED or not alone or not _ends_speech(ending):
            return None
        return Quote(
            speaker=None, title=None, text=_single(words), span=stretch.span, rule="quotes.unattributed"
        )
    heard.last, heard.last_end = speaker, stretch.outer.end
    return Quote(speaker=speaker.name, title=speaker.title, text=_single(words), span=stretch.span, rule=rule)


def _ends_speech(ending: str) -> bool:
    return ending.rstrip().endswith((".", "!", "?", ","))


def _speaker_behind(behind: str, ending: str, front: str, heard: _Heard) -> _Speaker | None:
    """Read `," said Dr. Ng, CEO of Acme.`, `," Dr. Ng said.` and `," he said.`"""
    first = behind if len(behind) < REACH else behind[:REACH]
    if (signed := _SIGNED_BEHIND.match(first)) and (named := _named_at(first[signed.end() :], heard)):
        return named
    says = _SAYS_BEHIND.match(first)
    if says:
        rest = first[says.end() :]
        if _PRONOUN.match(rest):
            return _referred(front, heard)
        return _named_at(rest, heard)
    start = _SUBJECT_BEHIND.match(first)
    rest = first[start.end() :] if start else first
    if not ending.rstrip().endswith((",", "?", "!", ".", "–", "—", "-")) and not first.lstrip().startswith(
        ","
    ):
        return None
    pronoun = _PRONOUN.match(rest)
    if pronoun and _SAYS.match(rest[pronoun.end() :].lstrip()):
        return _referred(front, heard)
    if ending.rstrip().endswith((".", "!", "?")):
        return None  # the next sentence has a subject of its own
    match = _SPEAKER.match(rest)
    if match is None or not _is_persons(match.group("name")):
        titled = _titled_name().match(rest)
        says = titled and _SAYS.match(rest[titled.end() :].lstrip(" ,"))
        return _titled_at(rest, heard) if says else None
    verb = _SAYS.search(rest, match.end())
    if verb is None or _ends_before(rest, verb.start()):
        return None
    title = _title(rest[match.end() : verb.start()], closed=True)
    return heard.named(_plain(match.group("name")), title)


@cache
def _no_names() -> frozenset[str]:
    """Words of firms and titles."""
    listed = load("contacts")
    return frozenset(word for key in ("firm", "legal_form", "title_head") for word in listed[key].split())


def _is_persons(name: str) -> bool:
    """Tell whether a name is no sentence's first word, no firm's and no title."""
    words = name.split()
    keys = {word.casefold().rstrip(".") for word in words}
    return bool(words) and words[0] not in _NO_SPEAKER and not keys & _no_names()


def _ends_before(words: str, at: int) -> bool:
    end = _SENTENCE_END.search(words)
    return end is not None and end.start() < at


def _named_at(words: str, heard: _Heard) -> _Speaker | None:
    """Read a name with degrees and title at the head of these words."""
    match = _SPEAKER.match(words)
    if match is None or not _is_persons(match.group("name")):
        return _titled_at(words, heard)
    return heard.named(_plain(match.group("name")), _title(words[match.end() :], closed=False))


def _speaker_in_front(front: str, heard: _Heard) -> _Speaker | None:
    """Read `Dr. Ng, CEO of Acme, said: "` and `Ng continued, "`: the verb stands right before the mark."""
    verb = None
    for verb in _SAYS.finditer(front):  # noqa: B007  the last one counts
        pass
    if verb is None:
        return None
    between = front[verb.end() :]
    if not _COLON_BEHIND.match(between):
        inverted = _inverted_in_front(between, heard)
        aside = between.rstrip().endswith(":") and len(between) < 120 and "\n\n" not in between.strip()
        if inverted or not aside:
            return inverted
    sentence = _last_sentence(front[: verb.start()])
    if _PRONOUN.fullmatch(sentence.strip().removesuffix(" also").strip()):
        return _referred(front[: verb.start()], heard)
    for match in _SPEAKER.finditer(sentence):
        name = _plain(match.group("name"))
        if not _is_persons(name):
            if titled := _titled_at(sentence[match.start() :], heard):
                return titled
            continue
        rest = sentence[match.end() :]
        if " " not in name and rest.strip(" ,") and not match.group("honorific"):
            continue
        return heard.named(name, _title(rest, closed=True) or _title_in_front(sentence[: match.start()]))
    return None


def _titled_at(words: str, heard: _Heard) -> _Speaker | None:
    """Read a title with a name behind it at the head of these words: "Acme CEO Uma Patel"."""
    match = _titled_name().match(words)
    if match is None or " " not in match["name"] or not _is_persons(match["name"]):
        return None
    return heard.named(_plain(match["name"]), _single(match["office"]))


def _title_in_front(words: str) -> str | None:
    """Return the title that ends, with a comma, right before a name."""
    match = _office_before().search(words[-REACH:])
    return _single(match["office"]) if match else None


def _inverted_in_front(behind_verb: str, heard: _Heard) -> _Speaker | None:
    """Read `said Dr. Ng, CEO of Acme: "`, of which these are the words behind the verb."""
    rest = behind_verb.strip()
    if not rest.endswith((":", ",")) or "\n\n" in rest:
        return None
    return _named_at(rest.rstrip(":,"), heard)


def _last_sentence(words: str) -> str:
    start = 0
    for end in _SENTENCE_END.finditer(words):
        start = end.end()
    return words[start:].lstrip()


def _referred(front: str, heard: _Heard) -> _Speaker | None:
    """Return whom "he" or "she" means: who was last named with a form of address, else the last speaker."""
    paragraph = front.rsplit("\n\n", 1)[-1]
    match = None
    for match in re.finditer(rf"{_HONORIFIC}(?P<name>{_NAME})", paragraph):  # noqa: B007  the last one counts
        pass
    if match is not None:
        return heard.named(_plain(match.group("name")), None)
    return heard.last


def _goes_on(text: str, stretch: _Stretch, heard: _Heard) -> bool:
    """Tell whether the last speaker still speaks: the stretch begins its sentence in the same paragraph."""
    if heard.last is None or heard.last_end < 0:
        return False
    between = text[heard.last_end : stretch.outer.start]
    if "\n\n" in between.strip("\n ") or len(between) > 2 * REACH:
        return False
    if not between.strip():
        return True
    ends = between.rstrip().endswith((".", ",", "!", "?", ":")) or between.rstrip().endswith(
        ("and", "-", "–", "—")
    )
    return ends and not _PARAGRAPH_END.search(between.strip(" "))


def _title(words: str, *, closed: bool) -> str | None:
    """Return the title at the head of what follows a name: `, Ph.D., President and CEO of Acme Inc.`"""
    degrees = _DEGREES.match(words)
    if degrees:
        words = words[degrees.end() :]
    head = re.match(r"\s*,\s*(?:the\s+|a\s+|an\s+|our\s+)?", words)
    if head is None:
        return None
    rest = words[head.end() :]
    end = _TITLE_END.search(rest)
    if end:
        rest = rest[: end.start()]
    sentence = _SENTENCE_END.search(rest)
    if sentence:
        rest = rest[: sentence.start()]
    said = _SAYS.search(rest)
    if said and not closed:
        rest = rest[: said.start()]
    title = _single(rest).strip(" ,-–—")
    title = (
        re.sub(r"\.$", "", title)
        if not re.search(r"\b(?:Inc|Ltd|Corp|Co|U\.S|S\.A|N\.V)\.$", title)
        else title
    )
    if not title or len(title) > 160 or not re.match(r"[A-Za-zÀ-ÿ]", title) or _is_clause(title):
        return None
    return title


def _is_clause(title: str) -> bool:
    """Tell whether these words are no title but a clause that goes on."""
    first = title.split()[0]
    return first in {
        "who",
        "which",
        "whose",
        "and",
        "but",
        "adding",
        "noting",
        "speaking",
        "commenting",
        "as",
        "to",
        "for",
        "that",
        "with",
        "while",
    }


def _plain(name: str) -> str:
    """Return a name without forms of address and degrees."""
    name = re.sub(rf"^{_HONORIFIC}+", "", _single(name))
    words = name.split()
    degrees = load("people")["degrees"]
    while len(words) > 2 and re.sub(r"\W", "", words[-1]).casefold() in degrees and words[-1][1:2].isupper():
        words.pop()
    return " ".join(words).strip(" ,")


def _single(words: str) -> str:
    return " ".join(words.split())
