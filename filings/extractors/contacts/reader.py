"""Telling the words of a contact block apart: people, firms, roles and titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from filings.extractors.contacts.tokens import Kind, Token, fold, key_of, listed


@cache
def _role_words() -> frozenset[str]:
    return listed("audience") | listed("function") | listed("region")


@cache
def _no_name_words() -> frozenset[str]:
    """Words that no person is called: of firms, titles, roles, addresses and labels."""
    names = ("cue", "audience", "function", "title_head", "firm", "legal_form", "not_a_name")
    return frozenset(word for name in names for word in listed(name) if len(word) > 1)


MAX_ADDRESSES = 60  # so many mailboxes are compared with names
_JOINERS = frozenset({"and", "&", "of", "for", "the", "or", "in", "de", "et"})
_LONE_AUDIENCE = frozenset(
    {"investor", "investors", "media", "press", "shareholders", "analysts", "company", "corporate"}
)
_NAMES_OF_FIRMS = frozenset({"reach", "source"})  # cues that are written small where they are no name's
_CUE_IN_FIRMS = _NAMES_OF_FIRMS | frozenset(
    {"office", "direct", "mobile", "cell", "phone", "main", "information", "online"}
    | {"the", "of", "and", "for", "at"}
)
_NEVER_FIRST = frozenset({"and", "&", "of", "for", "or", "in", "de", "et", "at", "by", "from", "with", "to"})
# Words of titles behind which another must follow: a line that ends in one was broken by its column.
_HANGING = frozenset(
    {
        "corporate",
        "investor",
        "public",
        "media",
        "business",
        "medical",
        "clinical",
        "regulatory",
        "human",
        "strategic",
    }
)
_HEADINGS = frozenset({"contact", "contacts", "enquiries", "inquiries", "information"})
_BARRIER = re.compile(r"[;|:•·*\[\]<>\t]|\n\s*\n|(?:^|\s)[-–—]{1,3}(?:\s|$)|—")


def newlines_in(words: Sequence[Token]) -> int:
    return sum("\n" in word.gap for word in words[1:])


def _capital(word: Token) -> bool:
    return word.text[0].isupper()


def _capital_name(word: Token) -> bool:
    """Tell whether a word is written as a name is: "Vale", "d'Aubry", "al-Nasser"."""
    return _capital(word) or (
        re.match(r"[a-z]{1,3}['’\-‐‑](?=[^\W\d_])", word.text) is not None
        and any(char.isupper() for char in word.text)
    )


@dataclass(slots=True)
class Piece:
    """Words that are one thing, or one number or address."""

    kind: Kind
    words: list[Token]
    strong: bool = True  # known by more than its shape

    @property
    def gap(self) -> str:
        return self.words[0].gap

    @property
    def group(self) -> int:
        return self.words[0].group

    @property
    def label(self) -> bool:
        return self.words[-1].label

    @property
    def value(self) -> str:
        return as_printed(self.words)


def as_printed(words: Sequence[Token]) -> str:
    """Return words as printed, white space made single."""
    parts = [words[0].text]
    for word in words[1:]:
        gap = word.gap.replace("\n", " ").replace("\t", " ")
        parts += [re.sub(r"\s+", " ", gap) or "", word.text]
    closing = ")" if "(" in "".join(parts) and words[-1].closed else ""
    return "".join(parts) + closing


class Reader:
    """Tells words apart by vocabulary, shape and what else the release's contact blocks say."""

    def __init__(self, addresses: Sequence[str], registrants: Sequence[str], signatory: str | None) -> None:
        self.registrants = tuple(key for name in registrants if (key := firm_key(name)))
        self.signatory = letters_of(signatory or "")
        known = addresses[:MAX_ADDRESSES]
        self.mailboxes = frozenset(letters_of(address.split("@")[0]) for address in known)
        self.domains = frozenset(label for address in known for label in _domain_labels(address))

    # -- the division with the highest score

    def divide(self, tokens: Sequence[Token], exactly: int | None = None) -> list[Piece]:
        """Return the pieces of a run of tokens in order; with `exactly`, as so many pieces of words."""
        pieces: list[Piece] = []
        run: list[Token] = []
        for token in tokens:
            if run and (token.kind or token.group != run[-1].group or _BARRIER.search(token.gap)):
                pieces += self._best(run, exactly)
                run = []
            if token.kind:
                pieces.append(Piece(token.kind, [token]))
            else:
                run.append(token)
        if run:
            pieces += self._best(run, exactly)
        return _titles_completed(pieces)

    def _best(self, words: Sequence[Token], exactly: int | None = None) -> list[Piece]:
        """Divide words by dynamic programming; linear, as no piece is longer than ten words."""
        if exactly is not None:
            return self._best_exactly(words, exactly)
        best: list[float] = [0.0] * (len(words) + 1)
        last: list[Piece | None] = [None] * (len(words) + 1)
        for end in range(1, len(words) + 1):
            best[end] = best[end - 1] + _other_score(words[end - 1]) - _cut_off(last[end - 1], words[end - 1])
            for start in range(max(0, end - 10), end):
                piece, score = self._piece(words[start:end])
                if self._is_firm_between_commas(words, start, end):
                    piece, score = Piece(Kind.ORGANISATION, list(words[start:end])), 2.0 * (end - start) - 1.0
                if piece is not None:
                    score -= _seam(last[start], words[start - 1] if start else None, piece)
                if piece is not None and best[start] + score > best[end]:
                    best[end], last[end] = best[start] + score, piece
        pieces: list[Piece] = []
        at = len(words)
        while at > 0:
            piece = last[at]
            if piece is None:
                at -= 1
            else:
                pieces.append(piece)
                at -= len(piece.words)
        return pieces[::-1]

    def _is_firm_between_commas(self, words: Sequence[Token], start: int, end: int) -> bool:
        """Tell whether a name and words of roles fill the place behind a person's comma: "Ada Ng, Vale Corporate,"."""
        if not 1 < end - start < 5 or "," not in words[start].gap:
            return False
        if end < len(words) and not (re.search(r"[,\n]", words[end].gap) or words[end].label):
            return False
        inside = words[start:end]
        if any(re.search(r"[^ ]", word.gap) for word in inside[1:]) or not all(map(_capital, inside)):
            return False
        keys = [word.key for word in inside]
        names = [word for word in inside if word.key not in _no_name_words() | listed("title_word")]
        return (
            0 < len(names) < len(inside)
            and all(
                key in _role_words() | listed("title_word")
                for key in keys
                if key not in {n.key for n in names}
            )
            and not any(
                len(n.text) < 3 or _is_given(n) or _is_degree(n) or self._begins_registrant(n.key)
                for n in names
            )
            and not any(key in listed("title_head") for key in keys)
        )

    def _begins_registrant(self, name: str) -> bool:
        return len(name) > 3 and any(known.startswith(name) for known in self.registrants)

    def _best_exactly(self, words: Sequence[Token], count: int) -> list[Piece]:
        """Divide a line of flattened columns into so many pieces, or into none where that cannot be."""
        words = words[:60]
        size = len(words)
        table: list[list[tuple[float, int, Piece] | None]] = [[None] * (size + 1) for _ in range(count + 1)]
        for number in range(1, count + 1):
            for end in range(number, size + 1):
                for start in range(max(number - 1, end - 10), end):
                    before = table[number - 1][start]
                    if start and before is None:
                        continue
                    if (number == 1) != (start == 0):
                        continue
                    piece, score = self._piece(words[start:end])
                    if "," in words[start].gap:
                        score -= 1.0  # a column seldom begins behind a comma
                    score -= 0.05 * (end - start) ** 2  # and columns are of like length
                    if piece is None:
                        piece = Piece(Kind.ORGANISATION, list(words[start:end]), strong=False)
                        score = -2.0 - 0.3 * (end - start)
                    total = (before[0] if before else 0.0) + score
                    known = table[number][end]
                    if known is None or total > known[0]:
                        table[number][end] = (total, start, piece)
        pieces: list[Piece] = []
        at = size
        for number in range(count, 0, -1):
            entry = table[number][at]
            if entry is None:
                return []
            pieces.append(entry[2])
            at = entry[1]
        return pieces[::-1]

    def _piece(self, words: Sequence[Token]) -> tuple[Piece | None, float]:
        """Return what these words together most likely are, and how likely; (None, 0) where nothing."""
        best: tuple[Piece | None, float] = (None, 0.0)
        for kind, judge in (
            (Kind.HEADING, _heading),
            (Kind.ROLE, self._role),
            (Kind.TITLE, self._title),
            (Kind.PERSON, self._person),
            (Kind.ORGANISATION, self._organisation),
        ):
            score, strong = judge(words)
            score -= 1.0 + 2.5 * newlines_in(words)
            if score > 0 and score > best[1]:
                best = (Piece(kind, list(words), strong), score)
        return best

    # -- judges: (score, known by more than shape); a score of zero means no

    def _role(self, words: Sequence[Token]) -> tuple[float, bool]:
        """Judge a role: "Investor Relations (US)", "Canadian Media Contact", "Europe:"."""
        keys = [word.key for word in words]
        if len(words) > 8 or keys[0] in _JOINERS or keys[-1] in _JOINERS:
            return 0, False
        if any(key not in _role_words() and key not in _JOINERS for key in keys):
            return 0, False
        if any("," in word.gap or ")" in word.gap for word in words[1:]):
            return 0, False
        bracket = next((n for n, word in enumerate(words) if n and "(" in word.gap), None)
        if bracket is not None and (not words[-1].closed or set(keys[bracket:]) - listed("region")):
            return 0, False
        set_off = words[-1].label or ("(" in words[0].gap and words[-1].closed)
        if not (_capital(words[0]) or set_off):
            return 0, False
        has_audience = any(key in listed("audience") or key in ("ir", "pr") for key in keys)
        has_function = any(key in listed("function") for key in keys)
        has_region = any(key in listed("region") for key in keys)
        if not has_audience and not (has_function and has_region):
            if has_function:
                return 0, False
            return (2.0, True) if set_off and len(words) < 4 else (0, False)
        if len(words) == 1 and keys[0] not in _LONE_AUDIENCE and not words[0].text.isupper():
            return 0, False
        return 2.0 * len(words), True

    def _title(self, words: Sequence[Token]) -> tuple[float, bool]:
        """Judge a title: "Vice President, Investor Relations", "CFO", "Head of Finance"."""
        keys = [word.key for word in words]
        heads, others = listed("title_head"), listed("title_word")
        if keys[0] in _JOINERS or keys[-1] in _JOINERS or not any(key in heads for key in keys):
            return 0, False
        if any(key not in heads and key not in others for key in keys):
            return 0, False
        if any(re.search(r"[()]", word.gap) for word in words[1:]):
            return 0, False
        hanging = 0
        for before, word in pairwise(words):
            if "\n" not in word.gap:
                continue
            if before.key in _HANGING and word.key not in heads | _HANGING:
                hanging += 1
            elif not (before.key in _JOINERS or "," in word.gap):
                return 0, False
        commas = sum("," in word.gap for word in words[1:])
        return 2.0 * len(words) - 0.3 * commas + 2.5 * hanging, True

    def _person(self, words: Sequence[Token]) -> tuple[float, bool]:
        """Judge a person's name with its forms of address and degrees."""
        core = without_honorifics(words)
        honoured = len(core) < len(words)
        bare = without_degrees(core)
        learned = len(bare) < len(core)
        if any(re.search(r"[,/()\"“”]", word.gap) for word in bare[1:]) and not _has_nickname(bare):
            return 0, False
        full = _full_names(bare)
        if not full or len(full) > 4 or len(bare) > 6 or bare[-1] is not full[-1]:
            return 0, False
        if len(full) == 1 and not _is_behind_initials(bare):
            return 0, False
        if _begins_in_capitals(full):
            return 0, False
        related = self._writes_mail(full)
        if not _can_be_names(full, related) or not _capital(bare[0]):
            return 0, False
        given = _is_given(full[0]) and len(full) > 1
        signs = bool(self.signatory) and letters_of(as_printed(bare)) == self.signatory
        alone = len(full) == 1 and "\n" in bare[0].gap  # "T. Vale" on a line of its own
        strong = given or honoured or related or signs or learned or alone
        score = 2.0 + 2 * alone + 3 * given + 3 * honoured + 3 * related + 4 * signs + learned
        score -= (0, 0, 0.3 if len(bare) > len(full) else 0.8, 2.0)[len(full) - 1]
        if len(full) > 2 and not given and any(_is_given(word) for word in full[1:]):
            score += 2  # the family name comes first
        if _is_in_address(bare, full, strong):
            return 0, False
        if not strong and all(word.text.isupper() for word in full):
            score -= 1.5
        return score, strong

    def _writes_mail(self, full: Sequence[Token]) -> bool:
        """Tell whether a mailbox of the contact blocks is named after this person."""
        first, last = letters_of(full[0].text), letters_of(full[-1].text)
        for mailbox in self.mailboxes:
            if len(last) > 2 and last in mailbox:
                return True
            if len(first) > 2 and mailbox.startswith(first) and mailbox in (first, first + last[:1]):
                return True
        return False

    def _organisation(self, words: Sequence[Token]) -> tuple[float, bool]:
        """Judge a firm's name: the registrant's, or one with a legal form, a firm's word, a mail domain."""
        keys = [word.key for word in words]
        legal, firm = listed("legal_form"), listed("firm")
        if not _firm_shape(words, keys) or all(map(_is_degree, words)):
            return 0, False
        name = firm_key(" ".join(word.text for word in words))
        if name and name in self.registrants:
            return 8.0 + 2.2 * len(words), True
        if self._ends_in_label(words, keys) or _names_person_with_role(words, keys):
            return 0, False
        size = min(len(words), 4)
        score, strong = 0.0, True
        ending = " ".join(keys[-2:])
        if keys[-1] in legal and len(words) > 1:
            score = 2.2 * min(len([key for key in keys if key not in legal]), 4) + 1.5
        elif len(words) > 1 and (
            keys[-1] in firm
            or (len(words) > 2 and ending in listed("firm_endings") and "\n" not in words[-2].gap)
        ):
            score = 2.2 * size
        elif len(words) > 1 and any(key in firm for key in keys):
            score = 2.0 * size
        elif (
            any(key in listed("not_a_name") | listed("region") | listed("cue") for key in keys)
            or len(words) > 4
        ):
            return 0, False
        else:
            if words[0].after.isdigit() or any(char.isdigit() for key in keys for char in key):
                return 0, False
            strong = False
            score = 1.5 if len(words) > 1 else 1.1
        if self._has_domain(words, name):
            score, strong = score + 3, True
        if len(words) == 1 and self._begins_registrant(name):
            score, strong = 3.0, True
        elif _holds_person(keys):
            score -= 3
        if _breaks_before_firm(words):
            score -= 2
        if keys[-1] in ("ir", "pr") and len(words) == 3 and _is_given(words[0]):
            score -= 3  # rather "Jane Doe" and what she does
        if "of" in keys and keys[keys.index("of") - 1] not in firm:
            score -= 1.5  # rather "Jane Doe of Acme Group"
        return max(score, 0), strong

    def _ends_in_label(self, words: Sequence[Token], keys: Sequence[str]) -> bool:
        """Tell whether a firm's name ends before the role of a label: "Acme Media:", "Vale Partners Investors:"."""
        size = next((n for n, key in enumerate(reversed(keys)) if key not in _role_words()), len(keys))
        name = words[: len(words) - size]
        if not size or not name or not words[-1].label:
            return False
        known = listed("firm") | listed("legal_form")
        return self._begins_registrant(firm_key(as_printed(name))) or (
            len(name) > 1 and name[-1].key in known and keys[-1] in listed("audience")
        )

    def _has_domain(self, words: Sequence[Token], name: str) -> bool:
        if len(words) == 1:
            return name in self.domains
        first = letters_of(words[0].text)
        return any(domain in name or (len(first) > 4 and first in domain) for domain in self.domains)


def _names_person_with_role(words: Sequence[Token], keys: Sequence[str]) -> bool:
    """Tell whether a name and its role stand behind the firm's: "AGENCE VALE Ada Ng Media Relations"."""
    return any(
        _is_certainly_given(words[n])
        and keys[n + 1] not in _no_name_words()
        and all(key in _role_words() for key in keys[n + 2 :])
        for n in range(1, len(words) - 2)
    )


def _begins_in_capitals(full: Sequence[Token]) -> bool:
    """Tell whether the end of a firm in capitals stands before a name: "CORVINE Ada Ng"; "NG Ada" is a name."""
    capitals = [len(word.text) > 2 and word.text.isupper() for word in full]
    return capitals[:3] == [True, True, False] or (capitals[:2] == [True, False] and _is_given(full[0]))


def _can_be_names(full: Sequence[Token], related: bool) -> bool:
    """Tell whether these words may be given and family names.

    A word that means something else is a given name where it is listed or spelt as one and a family name
    follows ("April", "Åsa"), a family name behind a given name ("Lane"), and either where a mailbox says so.
    """
    for n, word in enumerate(full):
        if not _capital_name(word) or any(char.isdigit() or char == "&" for char in word.text):
            return False
        if word.key not in _no_name_words():
            if len(word.text) < 2:
                return False
        elif not (
            (related and word.key in listed("not_a_name"))
            or (n == 0 and (_is_given(word) or word.key in listed("given_too") or not word.text.isascii()))
            or (n == len(full) - 1 and word.key in listed("surname_too") and _is_certainly_given(full[0]))
        ):
            return False
    return True


def _is_in_address(bare: Sequence[Token], full: Sequence[Token], strong: bool) -> bool:
    """Tell whether a name is a street's: "12 Charlotte Street", "St. James Court"."""
    is_street = full[-1].key in _no_name_words()
    if bare[0].after.isdigit():
        return is_street or not strong
    begins = bare[0].after in listed("not_a_name") or (
        bare[0] is not full[0] and bare[0].key in listed("not_a_name")
    )
    return is_street and begins


def _is_given(word: Token) -> bool:
    return any(part in listed("names", "given_names") for part in _name_parts(word))


def _is_certainly_given(word: Token) -> bool:
    return _is_given(word) and word.key not in _no_name_words()


def _is_behind_initials(words: Sequence[Token]) -> bool:
    """Tell whether a family name stands behind initials alone: "T. J. Vale"; "St. Vale" is a place."""
    return 1 < len(words) < 5 and all(
        is_initial(word) and "." in word.text and word.key not in _no_name_words() for word in words[:-1]
    )


_NAMES = (Kind.PERSON, Kind.ORGANISATION)


def _seam(before: Piece | None, word: Token | None, piece: Piece) -> float:
    """Return what it costs that a name touches another, or the word before it, where one looks like part of it."""
    if word is None or piece.gap.strip(" ") or piece.kind not in _NAMES:
        return 0.0
    if before is None:
        return 1.2 if _might_belong(word) else 0.0
    if before.kind not in _NAMES:
        return 0.0
    if newlines_in(piece.words) and piece.words[0].gap == " ":
        return 1.5  # the last word of a line is rather the name's before it than the firm's below
    if before.strong and piece.strong:
        return 0.0
    one_word = any(
        side.kind is Kind.ORGANISATION and not side.strong and len(side.words) == 1
        for side in (before, piece)
    )
    return 2.0 if one_word else 1.2


def _cut_off(before: Piece | None, word: Token) -> float:
    """Return what it costs to leave out a word right behind a name that looks like part of it."""
    touches = before is not None and before.kind in _NAMES and not word.gap.strip(" ")
    return 1.2 if touches and _might_belong(word) else 0.0


def _might_belong(word: Token) -> bool:
    return _capital(word) and len(word.text) > 1 and word.key not in _no_name_words() and not _is_degree(word)


def _heading(words: Sequence[Token]) -> tuple[float, bool]:
    """Judge a heading behind which other contacts follow: "Contact Details", "Enquiries:"."""
    keys = {word.key for word in words}
    begins = "\n" in words[0].gap and words[0].text[0].isupper()
    if not begins or not keys & _HEADINGS or keys - listed("cue") or newlines_in(words):
        return 0, False
    return 1.0 + 0.2 * len(words), True


def _firm_shape(words: Sequence[Token], keys: Sequence[str]) -> bool:
    """Tell whether words may be a firm's name by their shape alone."""
    legal = listed("legal_form")
    if (
        keys[0] in _JOINERS - {"the"}
        or keys[-1] in _JOINERS
        or words[0].text[0].islower()
        or keys[0] in legal
    ):
        return False
    known_end = (
        keys[-1] in legal or keys[-1] in listed("firm") or " ".join(keys[-2:]) in listed("firm_endings")
    )
    if words[0].text[0].isdigit() and not known_end:
        return False
    named_group = keys[0] == "the" and len(keys) > 2 and known_end  # "The Investor Relations Group"
    general = (_role_words() | listed("title_word") | listed("cue")) - _NAMES_OF_FIRMS
    if all(len(key) == 1 or key in general for key in keys) and not named_group:
        return False
    if keys[-1] in listed("not_a_name") - listed("firm"):
        return False
    for before, word in pairwise(words):
        key = word.key
        if re.search(r"[()\"“”]", word.gap) or ("/" in word.gap and word.gap != "/"):
            return False
        if "," in word.gap and key not in legal:
            return False
        if before.key in legal and key not in legal and key not in _JOINERS:
            return False  # another name begins behind the legal form
        if not (word.text[0].isupper() or word.text[0].isdigit() or key in _JOINERS or key in legal):
            return False
    if any(key in listed("cue") and key not in _CUE_IN_FIRMS for key in keys):
        return False
    told = len(keys) > 1 and keys[-1] not in general | legal  # "Financial Dynamics"
    if all(key in listed("firm") or key in legal for key in keys) and not told:
        return False
    if _begins_with_role(words, keys):
        return False
    heads = listed("title_head") - listed("firm")
    return not any(key in heads for key in keys) and keys[0] not in listed("honorifics", "people")


def _begins_with_role(words: Sequence[Token], keys: Sequence[str]) -> bool:
    """Tell whether a role stands before the firm's name: "Investor Relations Acme Inc."."""
    legal, roles = listed("legal_form"), _role_words()
    if keys[0] in listed("function") and keys[-1] not in legal:
        return True
    if keys[0] in listed("audience") and keys[1:2] and keys[1] in listed("function"):
        return True
    cut = next((n for n, word in enumerate(words) if n and "\n" in word.gap), 0)
    return cut > 0 and all(key in roles for key in keys[:cut])


def _holds_person(keys: Sequence[str]) -> bool:
    """Tell whether the first or last two words look like a person's, so that the firm's name is shorter."""
    if len(keys) < 4:
        return False
    names = listed("names", "given_names")
    ends_a_firm = keys[-1] in listed("firm") or keys[-1] in listed("legal_form")
    first = keys[0] in names and keys[1] not in _no_name_words()
    return first or (keys[-2] in names and not ends_a_firm)


def _breaks_before_firm(words: Sequence[Token]) -> bool:
    """Tell whether a line ends within these words and what follows would be a firm's name by itself."""
    cut = next((n for n, word in enumerate(words) if n and "\n" in word.gap), 0)
    rest = len(words) - cut
    return cut > 1 and rest > 1 and words[-1].key in listed("firm") | listed("legal_form")


def _other_score(word: Token) -> float:
    if word.text.islower() and word.key in listed("particles", "people"):
        return -0.6  # within a name, as a rule
    return -0.3 if _capital(word) and word.key not in listed("cue") else 0.0


def letters_of(words: str) -> str:
    return re.sub(r"[^a-z]", "", fold(words))


@cache
def firm_key(name: str) -> str:
    """Return a firm's name without legal form, case and punctuation.

    >>> firm_key("ACME BIO, INC.") == firm_key("Acme Bio")
    True
    """
    words = [key_of(word) for word in re.findall(r"[^\W_][\w.&'’\-]*", name)]
    while len(words) > 1 and words[-1] in listed("legal_form"):
        words.pop()
    if words and words[0] == "the":
        words = words[1:]
    return re.sub(r"[^a-z0-9]", "", "".join(words))


def _name_parts(word: Token) -> Iterator[str]:
    yield word.key
    yield from re.split(r"[-‐‑]", word.key)[:1]


def is_initial(word: Token) -> bool:
    """Tell whether a word is an initial: "M.", "J.P.", "JP", "Wm."; "Ho" is a name."""
    return re.fullmatch(r"[A-Z]\.?|[A-Z]\.?[A-Z]\.?|[A-Z][a-z]\.", word.text) is not None


def _full_names(words: Sequence[Token]) -> list[Token]:
    """Return a name's words without initials and particles; "Ben" and "Bar" are particles only within."""
    particles = listed("particles", "people")
    return [
        word
        for n, word in enumerate(words)
        if not is_initial(word)
        and not (word.key in particles and (word.text.islower() or 0 < n < len(words) - 1))
    ]


def without_honorifics(words: Sequence[Token]) -> Sequence[Token]:
    while len(words) > 1 and words[0].key in listed("honorifics", "people"):
        words = words[1:]
    return words


def _is_degree(word: Token) -> bool:
    letters = re.sub(r"[^A-Za-z]", "", word.text)
    return letters.casefold() in listed("degrees", "people") and sum(char.isupper() for char in letters) > 1


def without_degrees(words: Sequence[Token]) -> Sequence[Token]:
    while len(words) > 2 and _is_degree(words[-1]):
        words = words[:-1]
    if len(words) > 2 and words[-1].key in listed("suffixes", "people"):
        words = words[:-1]
    return words


def _has_nickname(words: Sequence[Token]) -> bool:
    """Tell whether brackets or quotation marks hold one word within a name: Robert (Bob) Vale."""
    marked = [n for n, word in enumerate(words) if re.search(r"[(\"“]", word.gap)]
    return (
        len(marked) == 1
        and 0 < marked[0] < len(words) - 1
        and re.search(r"[)\"”]", words[marked[0] + 1].gap) is not None
        and not any(re.search(r"[,/]", word.gap) for word in words[1:])
    )


def _titles_completed(pieces: Sequence[Piece]) -> list[Piece]:
    """Join a title with the department behind its comma: "Director, Investor Relations"."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.kind is Kind.TITLE
            and piece.kind is Kind.ROLE
            and re.fullmatch(r"[ ]?[,&][ ]?\n?", piece.gap)
            and not piece.label
            and not {word.key for word in piece.words} & {"contact", "contacts", "inquiries", "enquiries"}
        ):
            before.words += piece.words
        else:
            joined.append(piece)
    return joined


def is_named_after(address: str, person: Piece) -> bool:
    """Tell whether a mailbox bears a person's surname, or begins with the given name."""
    mailbox = letters_of(address.split("@")[0])
    words = [word for word in without_degrees(without_honorifics(person.words)) if not is_initial(word)]
    first, last = letters_of(words[0].text), letters_of(words[-1].text)
    return (len(last) > 2 and last in mailbox) or (len(first) > 2 and mailbox.startswith(first))


def is_mail_of(address: str, firm: str) -> bool:
    """Tell whether an address has a domain named after a firm."""
    name = firm_key(firm)
    return len(name) > 3 and any(label in name or name in label for label in _domain_labels(address))


def _domain_labels(address: str) -> list[str]:
    """Return the names within an address's domain: "x@pr.acme.com" has "acme"."""
    labels = address.split("@")[-1].split(".")[:-1]
    return [letters for label in labels if len(letters := letters_of(label)) > 3]
