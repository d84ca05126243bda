"""What a release says of its candidates' trial phases: one claim a product and phase, with its proof.

A phase is given to the candidate that the sentence's build gives it to: the nearest one in its clause,
"X's Phase 3", "a Phase 2 trial of X". A sentence that names none ("the trial", "the drug") speaks of the
candidate named last.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import Protocol, TypeVar

from filings.diseases import Taught, find_diseases, introduced, narrowest
from filings.domain import Candidate, Phase, PhaseClaim, ReleaseText, SectionKind, Span, Status
from filings.drugs import MARK, DrugName, Shape, find_approved, find_drug_names, has_trial_shape
from filings.prose import Sentence, fold, sentences
from filings.vocabularies import load

# --- phases as printed ----------------------------------------------------------------------

_NUMBER = r"(?:iv|i{1,3}|[1-4]|one|two|three|four)(?:-?[abc])?(?:/[ab](?![\w]))?"
_PHASES = re.compile(
    rf"\bphases?[ -]{{1,3}}(?P<first>{_NUMBER})(?![\w])(?P<more>(?:(?: ?[/–-] ?| (?:and|or|to|"
    rf"&) )(?:phases?[ -])?{_NUMBER}(?![\w])(?!(?: |-)(?:patients?|subjects?|arms?|weeks?|months?|years?|"
    rf"days?|doses?(?![ -](?:escalat|expan|find|rang|confirm))|centers|sites)\b)){{0,3}})",
    re.IGNORECASE,
)
_EACH = re.compile(
    rf"(?P<joint> ?[/–-] ?| (?:and|or|to|&) )(?:phases?[ -])?(?P<number>{_NUMBER})(?![\w])", re.IGNORECASE
)
_VALUES = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
}
_SINGLE = {1: Phase.PHASE_1, 2: Phase.PHASE_2, 3: Phase.PHASE_3, 4: Phase.PHASE_4}
_DOUBLE = {(1, 2): Phase.PHASE_1_2, (2, 3): Phase.PHASE_2_3}


def _value(number: str) -> int:
    return _VALUES[
        re.sub(r"(?<=[\dieovr])-?[abc]?(?:/[ab])?$", "", number.lower())
        if number.lower() not in _VALUES
        else number.lower()
    ]


def _phases_of(match: re.Match[str]) -> list[Phase]:
    """Read a printed phase: "I/II" and "1b-2a" are one phase, "I and II" are two."""
    groups = [[_value(match["first"])]]
    for each in _EACH.finditer(match["more"]):
        value = _value(each["number"])
        if each["joint"].strip() in ("/", "-", "–"):
            groups[-1].append(value)
        else:
            groups.append([value])
    phases = []
    for group in groups:
        numbers = tuple(sorted(set(group)))[-2:]  # "1/2/3" is registered as 2/3
        phases += [_DOUBLE[numbers]] if numbers in _DOUBLE else [_SINGLE[number] for number in numbers]
    return list(dict.fromkeys(phases))


@dataclass(frozen=True, slots=True)
class _Mention:
    """A phase at its place in a sentence."""

    span: Span
    phases: tuple[Phase, ...]


@cache
def _listed(name: str, *, start: bool = False, end: bool = False) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(load("phases")[name], key=len, reverse=True))
    before = "" if start or end else r"(?<![A-Za-z])"
    behind = "$" if end else r"(?![A-Za-z-])" if start else r"(?![A-Za-z])"
    return re.compile(rf"{before}(?:{words}){behind}", re.IGNORECASE)


_DOSE_WORK = re.compile(r"dose[ -](?:escalat|expan|find|rang|confirm)", re.IGNORECASE)


def _find_phases(words: str) -> Iterator[_Mention]:
    """Yield the trial phases printed in a sentence; "end-of-Phase II meeting" and the like are none."""
    for match in _PHASES.finditer(words):
        before, after = (
            words[max(0, match.start() - 24) : match.start()],
            words[match.end() : match.end() + 40].lstrip(),
        )
        if _listed("not_after", end=True).search(before):
            continue
        if _listed("not_before", start=True).match(after) and not _DOSE_WORK.match(after):
            continue
        yield _Mention(Span(*match.span()), tuple(_phases_of(match)))


# --- whose phase it is ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Named:
    """A drug at its place in a sentence; `candidate` is None where it is not one of the release's own."""

    span: Span
    candidate: int | None


@dataclass
class _Line:
    """A sentence with the drugs and phases in it."""

    sentence: Sentence
    named: list[_Named]
    phases: list[_Mention]
    career: bool  # it tells of what somebody did elsewhere
    taught: Taught = ()  # names of diseases that the archive knows besides

    @cached_property
    def diseases(self) -> list[tuple[Span, str]]:
        """The diseases it names; what is part of a drug's name is none: "DMD-5"."""
        found = find_diseases(self.sentence.words, self.taught)
        return [
            (span, name)
            for span, name in found
            if not any(own.span.start < span.end and span.start < own.span.end for own in self.own)
        ]

    @cached_property
    def own(self) -> list[_Named]:
        return [named for named in self.named if named.candidate is not None]

    @cached_property
    def borders(self) -> list[int]:
        """Where what is said of one drug ends and what is said of the next begins."""
        words = self.sentence.words
        found = [match.end() for match in re.finditer(";", words)]
        told = [named for named in self.own if not _in_passing(words, named.span)]
        for one, other in pairwise(told):
            between = words[one.span.end : other.span.start]
            if one.candidate == other.candidate or ";" in between or _LISTED.match(between):
                continue
            for border in _BORDERS:
                if cuts := list(border.finditer(between + "X")):  # the name begins with a capital
                    found.append(one.span.end + cuts[-1].start())
                    break
        return sorted(found)

    def stretch(self, at: int) -> Span:
        """Return the part of the sentence, between two borders, in which a place lies."""
        number = bisect_left(self.borders, at + 1)
        start = self.borders[number - 1] if number else 0
        return Span(start, [*self.borders, len(self.sentence.words)][number])


_BORDERS = (
    re.compile(r", (?:and|while|but|whereas|with|or)\b"),
    re.compile(r" (?:while|whereas|but|as well as)\b| and (?=its |our |the |an? |to |in |[A-Z])"),
    re.compile(r", "),
)
"""What parts the words about one drug from those about the next: the last of the first kind that is there."""


_CAREER = re.compile(
    r"\bwhere (?:he|she|they) |\bprior to joining|\bbefore joining|\bjoins? (?:us |the company )?from\b|"
    r"\bpreviously (?:served|held|worked|led)|\b(?:his|her) (?:career|previous|tenure|prior)\b|"
    r"\bserved as\b|\bearlier in (?:his|her)|\b(?:he|she) (?:was|led|held|worked|oversaw|managed|has held|"
    r"directed) |"
    r"\b(?:[Dd]r|[Mm]rs?|[Mm]s|[Hh]e|[Ss]he)\.? (?:\w+ )?(?:was|has been|had been) (?:\w+ )?(?:responsible for|"
    r"instrumental in|involved in) |"
    r"\b(?:[Dd]r|[Mm]rs?|[Mm]s|[Pp]rof)\. (?:[\w'-]+ ){1,3}(?:previously |also |then )?(?:worked|contributed|spent|"
    r"served) ",
    re.I,
)
_COMPANY = re.compile(
    r"\b(?:[A-Z][\w&-]+ ){1,3}(?:Inc|Ltd|Limited|Corp|Corporation|plc|AG|GmbH|LLC|S\.A|N\.V|A/S)\b"
)
_TRIAL_NUMBER_LEFT = re.compile(r"\b(?:trial|study|protocol)s?(?: ?[(\[]\"?| )$", re.I)
_GENE_LEFT = re.compile(
    r"\b(?:mutations? (?:in|of)|variants? (?:in|of)|genes?|encod\w+|expression of|receptors?)(?: the)? $",
    re.I,
)
_GIVEN_WITH = re.compile(
    r"\b(?:in combination with|combined with|together with|plus|added to|along with|alongside|with or without) "
    r"(?:[\w/+-]+ ){0,5}[\"'(]*$",
    re.I,
)
"""Before another's drug that is given with ours, so that a phase beside it is ours."""
_TRIAL_RIGHT = re.compile(
    r"[\"')]*(?: \([^()]{1,40}\))?(?: [\w/-]+){0,3}? (?:trials?|study|studies|extension)\b", re.I
)
_TRIAL_PART_LEFT = re.compile(r"\b(?:portion|part|stage|enroll?ment) (?:of|in) (?:the )?$", re.I)


def _is_of_a_trial(words: str, name: DrugName) -> bool:
    """Tell whether what looks like a code names a trial, so that a phase beside it is its drug's."""
    if not has_trial_shape(name.printed):
        return False
    return bool(
        sum(character.isdigit() for character in name.printed) < 3
        or _TRIAL_RIGHT.match(words, name.span.end)
        or _TRIAL_PART_LEFT.search(words[max(0, name.span.start - 30) : name.span.start])
    )


_POINTS_BACK_WORDS = (
    r"\b(?:the|this|these|that|its|our|both|such|second|first) (?:[\w'-]+ ){{0,3}}(?:{nouns})s?\b|"
    r"\bit\b|\bits\b|^(?:a|an|in|two|three) "
)


@cache
def _points_back() -> re.Pattern[str]:
    nouns = "|".join(re.escape(noun) for noun in load("phases")["back_references"])
    return re.compile(_POINTS_BACK_WORDS.format(nouns=nouns), re.IGNORECASE)


@cache
def _drug_points_back() -> re.Pattern[str]:
    nouns = "|".join(
        re.escape(noun)
        for noun in load("phases")["back_references"]
        if noun not in ("trial", "study", "program", "programme", "cells")
    )
    return re.compile(rf"\b(?:the|this|its|our) (?:[\w'-]+ ){{0,2}}(?:{nouns})s?\b|\bit\b", re.IGNORECASE)


@cache
def _trial_series() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:" + "|".join(map(re.escape, load("non_candidates")["trial_series"])) + r")-\d", re.IGNORECASE
    )


_UNNAMED = re.compile(
    r"(?:, and|, while|, but|;|, whereas) ((?:its|our|their) (?:[a-z-]+ ){0,3}?(?:vaccine|drug|compound|"
    r"antibody|product|treatment|therapy|inhibitor|molecule)(?: candidate)? "
    r"(?:against|for|to treat) (?:[\w'-]+ ){1,5}?)"
    r"(?:is|was|has|have|will|remains?|recently|also|now|entered|finished|completed|began|started|moved)\b"
)
"""A drug without a name that begins a clause of its own: ", and its vaccine against malaria has completed"."""


def _lines(release: ReleaseText, candidates: Sequence[Candidate], taught: Taught) -> list[_Line]:
    mentions = sorted(
        (span, number) for number, candidate in enumerate(candidates) for span in candidate.mentions
    )
    lines = []
    own = tuple(fold(candidate.name) for candidate in candidates if candidate.name[-1].isdigit())
    at = 0
    reading = sentences(release)
    taught = introduced((sentence.words for sentence in reading), taught)
    for sentence in reading:
        while at < len(mentions) and mentions[at][0].start < sentence.span.start:
            at += 1
        named = []
        ahead = at
        while ahead < len(mentions) and mentions[ahead][0].end <= sentence.span.end:
            span, number = mentions[ahead]
            named.append(_Named(span.moved(-sentence.span.start), number))
            ahead += 1
        words = sentence.words
        taken = {place for item in named for place in range(item.span.start, item.span.end)}
        for name in find_drug_names(words):
            left = words[max(0, name.span.start - 20) : name.span.start]
            if any(name.key.startswith(key) for key in own if len(key) < len(name.key)):
                continue  # "study KX-610-203" is of KX-610
            foreign = name.shape in (Shape.CODE, Shape.STEM, Shape.MARKED) and not (
                _TRIAL_NUMBER_LEFT.search(left)
                or _GENE_LEFT.search(left)
                or _is_of_a_trial(words, name)
                or _GIVEN_WITH.search(words[max(0, name.span.start - 90) : name.span.start])
            )
            if foreign and taken.isdisjoint(range(name.span.start, name.span.end)):
                named.append(_Named(name.span, None))
        strangers = list(_listed("strangers").finditer(words))
        named += [_Named(Span(*match.span()), None) for match in strangers]
        named += [_Named(Span(*match.span(1)), None) for match in _UNNAMED.finditer(words)]
        named.sort(key=lambda item: item.span)
        career = bool(_CAREER.search(words))
        lines.append(_Line(sentence, named, list(_find_phases(words)), career, taught))
    return lines


_SIGHT = 6
"""How many names, phases and cues on either side of a phase are looked at; no sentence of prose has more."""


class _Placed(Protocol):
    """Anything with a place in a sentence."""

    @property
    def span(self) -> Span: ...


_P = TypeVar("_P", bound=_Placed)


def _near(items: Sequence[_P], span: Span) -> Sequence[_P]:
    """Return the items on either side of a place, from a list in reading order."""
    at = bisect_left(items, span, key=lambda item: item.span)
    return items[max(0, at - _SIGHT) : at + _SIGHT]


_CLAUSE_BREAK = re.compile(
    r";|: |, (?:and|but|while|whereas|although)\b| (?:while|whereas|but|as well as)\b|, (?:after|as|since) "
)
_OF = re.compile(
    r"^(?:[ ,(]+[\w'/()-]+){0,7}? (?:of|for|with|evaluating|investigating|testing|comparing|studying|using|"
    r"integrating|to test|to evaluate|involving)(?: [\w'/-]+){0,4} $|^[ (]*$|^ (?:(?!(?:and|or|but|"
    r"while) )[\w-]+ ){1,2}$"
)
_SUBJECT = re.compile(
    rf"^{MARK}?[\"')]*,? ?(?:which |that )?(?:is|was|has|have|are|were|will|to|now|currently|entered|into|in|"
    r"finished|completed|moved|clinical|\()\b"
)
_POSSESSED = re.compile(rf"^{MARK}?(?:'s?)? ?(?:(?!(?:and|or|but|while) )[\w-]+ ){{0,3}}$")


_IN_PASSING = re.compile(
    r"\b(?:back-?up|successor|follow-on|similar|alternative|related|compared) to $|\b(?:unlike|like|than|"
    r"derivative of|successor of|combination of) $",
    re.IGNORECASE,
)


def _in_passing(words: str, name: Span) -> bool:
    """Tell whether a drug is only named to say what another one is: "a backup to A", "unlike A"."""
    return _IN_PASSING.search(words[max(0, name.start - 30) : name.start]) is not None


def _distance(words: str, mention: _Mention, named: _Named, line: _Line) -> float:
    """Say how far a drug is from a phase, in words, counting borders between clauses as many."""
    ahead = named.span.start >= mention.span.end
    start, end = (mention.span.end, named.span.start) if ahead else (named.span.end, mention.span.start)
    gap = words[start:end] if start < end else ""
    cost = float(min(60, len(gap.split())))
    cost += 12 * sum(
        start <= other.span.start and other.span.end <= end and other.phases != mention.phases
        for other in _near(line.phases, mention.span)
    )
    cost += 6 * sum(
        start <= other.span.start and other.span.end <= end and other.candidate != named.candidate
        for other in _near(line.named, mention.span)
    )
    cost += 8 * len(_CLAUSE_BREAK.findall(gap)) + gap.count(",")
    cost += 12 if _in_passing(words, named.span) else 0
    if ahead:
        cost += -4 if _OF.match(gap[:200]) else 4
        cost += 0.5  # of two as near, the one before is the subject
    else:
        cost -= 4 if _POSSESSED.match(gap) and gap.count(" ") < 5 else 2 if _SUBJECT.match(gap) else 0
    return cost


_LISTED = re.compile(rf"^{MARK}?[\"')]*(?: ?\([^()]{{1,40}}\))?(?: and | or |, |, and |/| & )(?:its |for )?$")


_HEADS_LIST = re.compile(r"[^:;,.]{0,30}: ")
"""Between a phase and the drugs that are in it: "two products in Phase 2: A for gout and B for asthma"."""


def _owners(line: _Line, mention: _Mention) -> list[int]:
    """Return the candidates to which the sentence's own words give a phase."""
    if not line.own:
        return []
    words = line.sentence.words
    if "respectively" in words and (paired := _respectively(line, mention)) is not None:
        return [paired]
    ahead = len(line.phases) == 1 and line.named[0].span.start > mention.span.end
    if ahead and _HEADS_LIST.match(words, mention.span.end):
        return list(dict.fromkeys(each.candidate for each in line.own if each.candidate is not None))
    stretch = line.stretch(mention.span.start)
    inside = [named for named in line.named if stretch.holds(named.span)]
    if all(named.candidate is None for named in inside):
        inside = line.named
    nearest = min(_near(inside, mention.span), key=lambda named: _distance(words, mention, named, line))
    if nearest.candidate is None:
        return []
    owners = [nearest.candidate]
    at = line.named.index(nearest)
    for step in (-1, 1):  # "trials of A and B" are of both
        here, there = at, at + step
        while 0 <= there < len(line.named) and (other := line.named[there]).candidate is not None:
            first, second = sorted((line.named[here].span, other.span))
            between = words[first.end : second.start]
            if not _LISTED.match(between):
                break
            owners.append(other.candidate)
            here, there = there, there + step
    return list(dict.fromkeys(owners))


def _shares(mention: _Mention, owner: int, line: _Line) -> tuple[Phase, ...]:
    """Return the phases of a mention that are one drug's: "A and B are in Phase 1 and Phase 2, respectively"."""
    drugs = list(dict.fromkeys(each.candidate for each in line.own))
    if "respectively" in line.sentence.words and len(drugs) == len(mention.phases) > 1 and owner in drugs:
        return (mention.phases[drugs.index(owner)],)
    return mention.phases


def _respectively(line: _Line, mention: _Mention) -> int | None:
    """Pair drugs and stages in their order: "A and B are in Phase II and in animal tests, respectively"."""
    stages = [each.span for each in line.phases]
    drugs = list(dict.fromkeys(each.candidate for each in line.own))
    if len(stages) != len(drugs):
        behind = line.own[-1].span.end
        signs = [Span(*m.span()) for m in _signs("preclinical_signs").finditer(line.sentence.words, behind)]
        signs += [Span(*m.span()) for m in _signs("preclinical_words").finditer(line.sentence.words, behind)]
        stages = sorted({*stages, *signs})
    if len(stages) != len(drugs) or len(drugs) < 2 or mention.span not in stages:
        return None
    return drugs[stages.index(mention.span)]


_OF_ANOTHER = re.compile(
    r"(?: [\w-]+){0,4} (?:trials?|stud(?:y|ies)|program(?:me)?) (?:of|for|with|evaluating) (?:its|our|an?|"
    r"another) (?!(?:drug|compound|product|candidate)\b)[a-z-]+ ",
    re.IGNORECASE,
)


def _remembered(lines: list[_Line], number: int, candidates: Sequence[Candidate]) -> list[int]:
    """Return the candidate that a sentence without a name speaks of: the last named, or the headline's."""
    line = lines[number]
    words = line.sentence.words
    if not line.named and (heading := _run_in_heading(lines, number)):
        return heading
    if (
        _listed("strangers").search(words)
        or _trial_series().search(words)
        or any(named.candidate is None for named in line.named)
    ):
        return []
    if _of_another_drug(line):
        return []
    ahead = words[: line.phases[0].span.start] if line.phases else words
    if _COMPANY.search(ahead) and not _points_back().search(words):
        return []
    if len(candidates) > 1 and any(_OF_ANOTHER.match(words, mention.span.end) for mention in line.phases):
        return []
    if heading := _heading_over(lines, number):
        return heading
    paragraph = line.sentence.paragraph
    back = _points_back().search(words) is not None
    for earlier in reversed(lines[max(0, number - 12) : number]):
        apart = paragraph - earlier.sentence.paragraph
        if apart > 3:
            break
        if earlier.own and (
            apart == 0
            or back
            or len(candidates) == 1
            or (apart == 1 and earlier.sentence.section is not SectionKind.BODY)
        ):
            return _subject(earlier)
        if earlier.own:
            break
    if len(candidates) == 1:
        return [0]
    topic = _topic_before(lines, number)
    if topic is not None:
        return [topic]
    if line.sentence.section is not SectionKind.BODY:
        following = next((later for later in lines[number + 1 : number + 6] if later.own), None)
        return [following.own[0].candidate] if following and following.own[0].candidate is not None else []
    headline = [
        named.candidate
        for earlier in lines[:3]
        if earlier.sentence.section is SectionKind.HEADLINE
        for named in earlier.own
    ]
    return [headline[0]] if back and len(set(headline)) == 1 and headline[0] is not None else []


def _topic_before(lines: list[_Line], number: int) -> int | None:
    """Return the one candidate of which the nearest paragraph with a name speaks: it is still spoken of here."""
    paragraph = lines[number].sentence.paragraph
    named: set[int | None] = set()
    nearest = paragraph
    for earlier in reversed(lines[max(0, number - 12) : number]):
        if earlier.sentence.paragraph < paragraph - 3 or (named and earlier.sentence.paragraph < nearest):
            break
        named |= {each.candidate for each in earlier.named}
        nearest = earlier.sentence.paragraph
    return named.pop() if len(named) == 1 else None


_GIVEN_BESIDE = re.compile(
    r"\b(?:with|plus|versus|vs\.?|against|to|than|over|and|or|on|of|like|by|after|unlike|receiv\w+|tak\w+|"
    r"given|either|background|prior) "
    r"(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)


def _of_another_drug(line: _Line) -> bool:
    """Tell whether an approved drug, not one of ours, is what the sentence speaks of: "X has shown in Phase 3"."""
    words = line.sentence.words
    for span, _ in find_approved(words):
        if span.start < line.phases[0].span.start and not _GIVEN_BESIDE.search(
            words[max(0, span.start - 50) : span.start]
        ):
            return True
    return False


def _subject(line: _Line) -> list[int]:
    """The candidate a following sentence is likely to speak of: the one named last."""
    last = line.own[-1].candidate
    return [] if last is None else [last]


# --- how far it has come --------------------------------------------------------------------

_NEAR = 16
_FAR = 26


@dataclass(frozen=True, slots=True)
class _Cue:
    span: Span
    status: str
    strong: bool
    resumed: bool = False  # a hold came to its end


@cache
def _cue_patterns() -> tuple[tuple[re.Pattern[str], bool, dict[str, str]], ...]:
    patterns = []
    for strength in ("strong", "weak"):
        cues = [
            (cue, status)
            for status, lists in load("statuses").items()
            if isinstance(lists, dict)
            for cue in lists[strength]
        ]
        cues.sort(key=lambda item: -len(item[0].split("(?!")[0]))
        names = {f"c{n}": status for n, (_, status) in enumerate(cues)}
        pattern = "|".join(f"(?P<c{n}>{cue})" for n, (cue, _) in enumerate(cues))
        patterns.append(
            (re.compile(rf"(?<![\w-])(?:{pattern})(?![\w])", re.IGNORECASE), strength == "strong", names)
        )
    return tuple(patterns)


_TO_COME = re.compile(
    r"\b(?:will|would|could|should|to|plans?|planned|intends?|expect\w*|anticipat\w*|if|when|once|upon|until|"
    r"before) (?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_TO_RESUME = re.compile(
    r"\b(?:will|would|could|should|to|may|can|until|when|once) (?:be )?(?:now )?(?:resum|restart)",
    re.IGNORECASE,
)
_NOT_TO_COME = re.compile(r"complet|to (?:announce|report)", re.IGNORECASE)
_DONE = re.compile(
    r"\b(?:has|have|had|was|were|is|are|been|be|also|successfully|recently|just|already|not) $"
)


_TO_PRESENT = re.compile(
    r"(?:will|to) (?:be )?(?:present|featur|highlight|describ|discuss|shar|showcas|publish|outlin|review)",
    re.IGNORECASE,
)
"""A talk is to come, not what it tells of: "will present results from its Phase 2 trial"."""
_COMPLETION = re.compile(r"complet|finish|conclu", re.IGNORECASE)
_PART = (
    r"\b(?:enroll?ment|recruitment|accrual|randomi[sz]ation|"
    r"screening)|\b(?!(?:final|last|all|both|entire)\b)[\w-]+ (?:cohorts?|parts?|portions?|stages?|arms?|"
    r"dose levels?|segments?)"
)
_PART_DONE = re.compile(
    rf"(?:{_PART})(?: (?:of|in|from) [^.;,]{{1,80}}?)?(?: (?:is|are|was|were|has|have|had|has been|have been))?"
    r"(?: (?:now|also|already|successfully|recently))? $",
    re.IGNORECASE,
)
_DONE_PART = re.compile(rf" (?:of )?(?:the |its |our )?(?:[\w-]+ ){{0,2}}?(?:{_PART})\b", re.IGNORECASE)
_YET_TO_BE = re.compile(
    r"\b(?:following|after|upon|on|subject to|pending|once) (?:the )?(?:successful )?$", re.IGNORECASE
)
_OF_ANY = re.compile(r" (?:of )?an? ", re.IGNORECASE)
_LATER = re.compile(r"\b(?:will|plans?|intends?|expects?|anticipates?|would)\b")


def _in_context(status: str, match: re.Match[str], words: str) -> str:
    """Turn what a word says by the words around it: "will be completed" is running still."""
    left = words[max(0, match.start() - 120) : match.start()]
    if status == Status.COMPLETED and _COMPLETION.search(match[0]):
        if _PART_DONE.search(left) or _DONE_PART.match(words, match.end()):
            return Status.ONGOING.value
        if _YET_TO_BE.search(left) and _OF_ANY.match(words, match.end() - 3) and _LATER.search(words):
            return Status.PLANNED.value
    ahead = _TO_COME.search(left[-30:])
    if status not in (Status.ONGOING, Status.COMPLETED) or not ahead or _NOT_TO_COME.search(ahead[0]):
        return status
    if status == Status.COMPLETED:
        return status if _TO_PRESENT.match(ahead[0]) else Status.ONGOING.value
    if match[0].lower().startswith(("to ", "ongoing", "current", "in progress", "under")):
        return status
    return status if _TO_PRESENT.match(ahead[0]) else Status.PLANNED.value


_COUNTED = re.compile(
    r" (?:a total of |more than |over |approximately |about |nearly |some |around )?"
    r"(?:[\d,]{2,}|(?:one|two|three) hundred)(?! (?:of|percent|%))\b"
)
_OF_THE_WHOLE = re.compile(
    r"\b(?:that|which|(?:trials?|study|studies|program|programme)(?: (?:of|in|for|with) [^.,;]{1,60}?)?)[,)]? $",
    re.IGNORECASE,
)
_SO_FAR = re.compile(
    r"\b(?:to date|so far|as of|currently|thus far|of (?:a|the) planned|since)\b", re.IGNORECASE
)


def _told_of_count(words: str, match: re.Match[str]) -> bool:
    """Tell whether a trial is told of as a whole, in the simple past: "a Phase 3 trial that enrolled 588 adults"."""
    return bool(
        match[0].lower() in ("enrolled", "recruited", "treated", "dosed")
        and not _DONE.search(words[max(0, match.start() - 10) : match.start()])
        and _COUNTED.match(words, match.end())
        and _OF_THE_WHOLE.search(words[max(0, match.start() - 100) : match.start()])
        and not _SO_FAR.search(words)
    )


@lru_cache(maxsize=64)  # a sentence is asked once for every phase in it
def _cues(words: str) -> tuple[_Cue, ...]:
    found = []
    for pattern, strong, names in _cue_patterns():
        for match in pattern.finditer(words):
            status = names[match.lastgroup] if match.lastgroup else ""
            if match[0] == "May":
                continue
            status, strong_here = _in_context(status, match, words), strong
            if status == Status.ONGOING and _told_of_count(words, match):
                status, strong_here = Status.COMPLETED.value, False
            resumed = status == _RESUMED
            if resumed:
                status = (Status.PLANNED if _TO_RESUME.search(words) else Status.ONGOING).value
            found.append(_Cue(Span(*match.span()), status, strong_here, resumed and status != Status.PLANNED))
    return tuple(sorted(found, key=lambda cue: cue.span))


_RESUMED = "resumed"
_RANK = {"denied": 0, "stopped": 1, "completed": 2, "planned": 3, "ongoing": 4}


_WAS = re.compile(r"\b(?:was|were|has been|have been|had been|is being) $", re.IGNORECASE)
_TRIAL_BEFORE = re.compile(
    r"\b(?:trials?|study|studies|development|program|programme|it) (?:[\w-]+ ){0,4}$", re.IGNORECASE
)
_TRIAL_BEHIND = re.compile(
    r"(?: of)?(?: [\w/-]+){0,7} (?:trials?|study|studies|testing|development|program|programme)\b",
    re.IGNORECASE,
)


_HOLD_PUT = re.compile(r"(?: (?:has|had) been| was| is)? (?:placed|imposed|put) on\b", re.IGNORECASE)


def _of_a_trial(words: str, cue: Span) -> bool:
    """Tell whether what was stopped is a trial, not a contract or one of its arms."""
    return bool(
        _TRIAL_BEFORE.search(words[max(0, cue.start - 50) : cue.start])
        or _TRIAL_BEHIND.match(words, cue.end)
        or (words[: cue.end].endswith("hold") and _HOLD_PUT.match(words, cue.end))
    )


_LABEL = re.compile(r"trials?[ -]in[ -]progress", re.IGNORECASE)
"""What a poster's title says of its trial, however long the title."""


def _nearest_cue(line: _Line, mention: _Mention, cues: Sequence[_Cue]) -> _Cue | None:
    """Return the word that tells the status of one phase: the nearest, strong before weak."""
    words = line.sentence.words
    best: tuple[int, float, int, _Cue] | None = None
    for cue in _near(cues, mention.span):
        overlap = cue.span.start < mention.span.end and mention.span.start < cue.span.end
        ahead = cue.span.start >= mention.span.end
        start, end = (mention.span.end, cue.span.start) if ahead else (cue.span.end, mention.span.start)
        if cue.status == "denied" and not overlap and words[: cue.span.end].lower().endswith("phase"):
            continue  # "rather than a Phase 2" denies that one alone
        gap = "" if overlap or start >= end else words[start:end]
        cost = float(len(gap.split()))
        cost += (
            9
            * sum(
                start <= other.span.start and other.span.end <= end
                for other in _near(line.phases, mention.span)
            )
            if gap
            else 0
        )
        cost += 10 * gap.count(";") + 4 * len(_CLAUSE_BREAK.findall(gap)) + (1 if ahead else 0)
        if (
            ahead
            and "," in gap
            and any(
                0 <= other.span.start - cue.span.end < cue.span.start - mention.span.end
                for other in _near(line.phases, cue.span)
            )
        ):
            cost += (
                12  # it opens the next item of a list: "a trial of A, and the completion of the trial of B"
            )
        if cue.status == "denied" or cue.resumed:
            cost -= 6
        elif (ahead and _LABEL.fullmatch(cue.span.of(words))) or (
            cue.status == Status.STOPPED
            and (
                _of_a_trial(words, cue.span)
                or (
                    len(line.phases) == 1 and _WAS.search(words[max(0, cue.span.start - 12) : cue.span.start])
                )
            )
        ):
            cost -= 16
        if cost > (_NEAR if cue.strong else _NEAR - 4) and not (
            line.sentence.section is not SectionKind.BODY and cost < _FAR
        ):
            continue
        rank = (0 if cue.strong else 1, cost, _RANK.get(cue.status, 9), cue)
        if best is None or rank[:3] < best[:3]:
            best = rank
    if best and (best[3].strong or best[3].status != Status.ONGOING):
        return best[3]
    return _only_status(line, cues) or (best[3] if best else None)


def _only_status(line: _Line, cues: Sequence[_Cue]) -> _Cue | None:
    """Let far words tell the status where a sentence has one phase, one drug and words of one status only."""
    strong = [cue for cue in cues if cue.strong]
    one = len(line.phases) == 1 and len({named.candidate for named in line.named}) == 1
    same = len({cue.status for cue in strong}) == 1 and strong[0].status != "denied"
    if not one or not same:
        return None
    said = line.phases[0].span.start < _OPENING and _IS.search(line.sentence.words[: strong[0].span.start])
    return replace(strong[0], strong=bool(said))  # "A Phase 2 trial of ... is ongoing" says it of its subject


_IS = re.compile(r"\b(?:is|are|was|were|has been|have been)(?: (?:now|still|currently))? $")


_SUPPORTS = re.compile(
    r"\b(?:approval|clearance|authori[sz]ation|submission|application|filing|[sa]?NDA|s?BLA|MAA|dossier)s?\b"
    r"[^.;]{0,80}? "
    r"(?:(?:is|was|were|are) )?(?:based (?:up)?on|supported by|backed by|rests? on|relie[sd] on|includ(?:es|ed)|"
    r"contain(?:s|ed)) [^.;]{0,90}$",
    re.IGNORECASE,
)
_SUPPORT_TO_COME = re.compile(
    r"\b(?:will|would|expect\w*|plan\w*|intend\w*|ongoing|on-going|interim|current\w*|underway|IND|CTA|"
    r"trial application|enrolling)\b|\bto (?:begin|start|conduct|initiate|proceed)",
    re.IGNORECASE,
)


def _told_as_support(line: _Line, mention: _Mention) -> _Cue | None:
    """Read a trial on which an approval or an application rests as over, whatever it enrolled."""
    words = line.sentence.words
    left = words[max(0, mention.span.start - 260) : mention.span.start]
    if _SUPPORTS.search(left) and not _SUPPORT_TO_COME.search(words):
        return _Cue(mention.span, Status.COMPLETED.value, strong=True)
    return None


_TOLD_IN = re.compile(
    r"(?:^|[\"(] ?|: )(?:(?:Of|Among) (?:the )?(?!first )(?:[\w,]+ ){1,3}(?:patients|volunteers|subjects|people|women|"
    r"men|adults|children) in|In|During|From) (?:(?:an?|the|our|its|their|one|two|three|both)(?: [\w/'-]+){0,4} )?$"
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|fell|rose|led|gave|kept|set in|saw|lost|grew|brought|held|went|came|took|won|"
    r"\w{3,}ed)\b(?! (?:to be|by the end))"
)
_NOT_PAST = re.compile(r"\b(?:is|are|will|currently|ongoing|now|expected|planned|to be|would|has|have)\b")


_ENDS_IN = re.compile(r"\bin (?:an?|the|our|its|their|one|two|that|this) (?:[\w/'-]+ ){0,4}$", re.IGNORECASE)


_HAD_DONE = re.compile(
    r"(?: [\w-]+){0,3} (?:trial|study)(?: (?:of|in|with) [^.,;]{1,60})? had (?:\w+ly )?"
    r"(?!not |no |yet )\w+(?:ed|en|wn|nd|ne) "
)


def _told_as_past(line: _Line, mention: _Mention) -> _Cue | None:
    """Read a trial told of in the past tense as over: "In a Phase 2 trial, 40 of 60 patients had no relapse"."""
    words = line.sentence.words
    rest = words[mention.span.end :]
    left = words[: mention.span.start]
    if _ENDS_IN.search(left[-60:]) and _PAST.search(left) and not _NOT_PAST.search(words):
        return _Cue(mention.span, Status.COMPLETED.value, strong=False)
    if _HAD_DONE.match(rest):
        return _Cue(mention.span, Status.COMPLETED.value, strong=False)
    if not _TOLD_IN.search(left[-60:]):
        return None
    if not _PAST.search(rest) or _NOT_PAST.search(rest):
        return None
    return _Cue(mention.span, Status.COMPLETED.value, strong=False)


# --- phases without a number ----------------------------------------------------------------


@cache
def _signs(name: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(load("phases")[name], key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w])", re.IGNORECASE)


@cache
def _approval() -> re.Pattern[str]:
    bodies = "|".join(
        re.escape(body) for body in sorted(load("phases")["authorities"], key=len, reverse=True)
    )
    return re.compile(
        rf"\b(?:{bodies})(?:[ ,(][^.;]{{0,60}}?)?[ ,)](?:has |have |had |today |recently |also )*(?:approved|"
        r"approves|granted (?:full |conditional |accelerated )?(?:marketing )?(?:approval|authori[sz]ation)|"
        r"cleared for (?:sale|marketing)|licensed)\b"
        r"|\b(?:receiv\w+|obtain\w+|granted|won|wins|gains?|gained|announces?|"
        rf"announced) (?:[\w-]+ ){{0,3}}?(?:(?:marketing|regulatory|full|accelerated|conditional|"
        rf"{bodies}) )+(?:approval|authori[sz]ation)\b(?! (?:to (?:begin|start|conduct|initiate|proceed|"
        r"commence)|process|pathway|timeline))"
        r"|\b(?:receiv\w+|obtain\w+|granted|won|wins|gains?|gained|issu\w+|"
        r"secur\w+) (?:[\w'-]+ ){0,4}?(?:notice of compliance|"
        r"CE mark(?:ing)?|marketing authori[sz]ation|product licence|510\(k\) clearance|"
        r"(?:clearance|approval|authori[sz]ation|permission) to (?:market|sell|launch))\b"
        r"|\b(?:is|was|are|has been|have been) (?:already |now |also |currently |first )?approved (?:by|in|"
        r"for (?:sale|marketing|use|the treatment))\b"
        r"|\b(?:is|was|are|has been|have been) (?:\w+ )?(?:licensed|registered|cleared|authori[sz]ed) for "
        r"(?:sale|marketing)\b"
        r"|\bthe (?:first|only|first and only) (?:[\w-]+ ){1,5}(?:to be )?approved (?:by|in|for) "
        r"|(?:\b(?:is|remains)|,) (?:an?|the|our|its|the company's) "
        r"(?:(?!(?:of|to|than|like|with|for|that|which|in|similar|when|if)\b)[\w/'-]+,? |"
        r"(?:inhibitor|antagonist|agonist|blocker|modulator|antibody) (?:of|to|against) ){1,10}"
        r"(?:that (?:is|was) |which (?:is|was) )?approved (?:by|in|for (?:sale|marketing|use|the treatment))\b"
        rf"|, (?:which (?:is|was) )?(?:first )?approved (?:by|in) (?:the )?(?:{bodies}|U\.S|US|UK|"
        r"Europe|Japan|Canada|China|Australia|Israel|Switzerland|South Korea|\d+ countries)(?![\w-])"
        r"|\b(?:is|was|has been) (?:already |now |also |first )?launched in (?:the )?"
        r"(?-i:[A-Z]|(?:(?:more than |over )?\d+|several|many) (?:other )?(?:countries|markets))"
        rf"|\b(?:its|our|the company's) (?:[\w-]+ )?(?:{bodies})-approved ",
        re.IGNORECASE,
    )


_NOT_APPROVED = re.compile(
    r"\b(?:unlike|like|than|with|trials?|stud(?:y|ies)|plans?|facility)\b[^.;,]{0,50}, (?:which (?:is|was) )?"
    r"(?:first )?approved|"
    r"\b(?:not (?:yet )?(?:been )?approved|if approved|patents?|protocol|IND|application to (?:begin|start|"
    r"conduct)|clinical trial application|potential|seek\w*|toward|towards|would|could|may be approved|"
    r"expects?|pending|subject to|"
    r"until|await\w*|once|plan\w* to|intend\w*|in order to|upon|possible|future|listing|exchange|prospectus|"
    r"shareholders?|board|trial application|to begin|to start|to conduct|to initiate|to proceed|designation|"
    r"apply|applied|support\w*|path\w*)\b",
    re.IGNORECASE,
)


def _unnumbered(
    line: _Line, lines: list[_Line], number: int, candidates: Sequence[Candidate]
) -> Iterator[tuple[int, Phase, Span, str]]:
    """Yield what a sentence says of laboratory work or of approval for sale, and where."""
    words = line.sentence.words
    for name, rule in (("preclinical_words", "named"), ("preclinical_signs", "signs")):
        match = _signs(name).search(words)
        if match:
            for owner in _owners_of_word(line, lines, number, Span(*match.span())):
                yield owner, Phase.PRECLINICAL, Span(*match.span()), f"phases.preclinical-{rule}"
            break
    approval = _approval().search(words)
    if approval and not _NOT_APPROVED.search(words):
        for owner in _owners_of_word(line, lines, number, Span(*approval.span())):
            if line.own or not any(True for _ in find_approved(words)):
                yield owner, Phase.APPROVED, Span(*approval.span()), "phases.approval"


def _owners_of_word(line: _Line, lines: list[_Line], number: int, span: Span) -> list[int]:
    if line.named:
        return _owners(line, _Mention(span, ()))
    heading = _run_in_heading(lines, number)
    if heading:
        return heading
    opens = span.start < _OPENING and _is_plain(
        lines, number
    )  # "In rats ..." goes on from the sentence before
    if not opens and not _drug_points_back().search(line.sentence.words):
        return []
    for earlier in reversed(lines[max(0, number - 6) : number]):
        if earlier.sentence.paragraph != line.sentence.paragraph:
            break
        if earlier.own:
            return _subject(earlier)
    return []


_OPENING = 8
_HEADING_LENGTH = 90


def _run_in_heading(lines: list[_Line], number: int) -> list[int]:
    """Return the drugs with whose names this sentence's paragraph is headed: "KX-1 and KX-2. These two ..."."""
    paragraph = lines[number].sentence.paragraph
    at = number
    while at and lines[at - 1].sentence.paragraph == paragraph:
        at -= 1
    first = lines[at]
    short = first.sentence.span.end - first.sentence.span.start <= _HEADING_LENGTH
    if at == number or not short or not first.own or first.own[0].span.start > 4 or first.phases:
        return []
    if any(line.own for line in lines[at + 1 : number]):
        return []
    return list(dict.fromkeys(each.candidate for each in first.own if each.candidate is not None))


_LIST_MARK = re.compile(r"[•·▪◦*–—-] ")
_ENDS_HEADING = re.compile(r"[\w)\]®™:]$")
_UNDER = 20
"""How many sentences under a heading are read as being of its drug."""


def _heading_over(lines: list[_Line], number: int) -> list[int]:
    """Return the drugs with whose names the heading above begins: "KX-1 for asthma", alone in its paragraph."""
    paragraph = lines[number].sentence.paragraph
    for at in range(number - 1, max(-1, number - _UNDER), -1):
        earlier = lines[at]
        if earlier.sentence.section is not SectionKind.BODY or earlier.sentence.tabular:
            break
        if earlier.sentence.paragraph == paragraph:
            if earlier.own:
                break
            continue
        if not _is_heading(lines, at):
            continue
        if earlier.own and earlier.own[0].span.start <= 4 and not earlier.phases:
            return list(dict.fromkeys(each.candidate for each in earlier.own if each.candidate is not None))
        if earlier.sentence.words.istitle() or earlier.sentence.words.isupper():
            break
    return []


def _is_heading(lines: list[_Line], at: int) -> bool:
    """Tell whether a sentence is short, without a stop, and alone in its paragraph."""
    sentence = lines[at].sentence
    beside = [line.sentence.paragraph for line in (*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2])]
    return (
        len(sentence.words) <= _HEADING_LENGTH
        and sentence.paragraph not in beside
        and not _LIST_MARK.match(sentence.words)
        and _ENDS_HEADING.search(sentence.words) is not None
    )


# --- claims ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Saying:
    """One sentence's word on one candidate's phase."""

    line: int
    status: Status | None
    strong: bool
    indication: str | None
    rule: str
    resumed: bool = False  # a hold came to its end
    letter: str = ""  # of the phase as printed: "b" of "IIb"
    another: bool = False  # "a separate", "a second" trial
    disease: str | None = None  # the disease named right behind the phase
    past: bool = False  # told of in the past tense: "In a Phase 2 trial, 40 of 60 patients had no relapse"


def find_phases(
    release: ReleaseText, candidates: Sequence[Candidate], taught: Taught = ()
) -> Iterator[PhaseClaim]:
    """Yield one claim for each candidate and phase, in the order in which they are first told.

    Skips what is denied ("no Phase 3 is planned"), other companies' drugs, and phases that no name goes with.
    """
    if not candidates:
        return
    lines = _lines(release, candidates, taught)
    sayings: dict[tuple[int, Phase], list[_Saying]] = defaultdict(list)
    for number, line in enumerate(lines):
        if line.career or _is_figures(line):
            continue
        cues = _cues(line.sentence.words) if line.phases else ()
        before: tuple[list[int], _Cue | None] = ([], None)
        remembered = _remembered(lines, number, candidates) if line.phases and not line.own else []
        recalled = remembered and not _is_plain(lines, number) and remembered != _heading_over(lines, number)
        for mention in line.phases:
            owners = _owners(line, mention) if line.own else remembered
            if recalled and not _is_new(line, mention):
                owners = _told_before(mention, sayings) or owners
            rule = "phases.named" if line.own else "phases.remembered"
            cue = (
                _told_as_support(line, mention)
                or _nearest_cue(line, mention, cues)
                or _inherited(owners, before)
                or _told_as_past(line, mention)
            )
            before = (owners, cue)
            for owner in owners:
                for phase in _shares(mention, owner, line):
                    if cue and cue.status == "denied":
                        continue
                    status = Status(cue.status) if cue else None
                    saying = _Saying(
                        number,
                        status,
                        bool(cue and cue.strong),
                        _disease_near(line, mention.span, owner),
                        rule,
                        resumed=bool(cue and cue.resumed),
                        past=status is Status.COMPLETED and _told_as_past(line, mention) is not None,
                    )
                    sayings[owner, phase].append(_with_marks(saying, line, mention))
        for owner, phase, span, rule in _unnumbered(line, lines, number, candidates):
            sayings[owner, phase].append(_Saying(number, None, True, _disease_near(line, span), rule))
    diseases = _known_diseases(lines)
    for (owner, phase), told in sayings.items():
        for trial in _trials(phase, told, lines):
            yield _claim(candidates[owner].name, phase, trial, lines, diseases.get(owner))


_LETTER = re.compile(r"[1-4ivIV]-?([abcABC])\b")
_ANOTHER = re.compile(
    r"\b(?:second|another|separate|further|additional|other|subsequent|follow-on|follow-up|also (?:run|"
    r"conduct|begin|start|open)"
    r"\w* an?|also (?:is |are )?(?:being )?(?:evaluated|studied|tested|investigated|"
    r"assessed|explored|in)|an earlier|earlier|previous|prior|new) (?:[\w/'-]+ ){0,4}$",
    re.IGNORECASE,
)
_RIGHT_BEHIND = 90
_THIS_DISEASE = re.compile(
    r"(?: [\w-]+){0,4} (?:in|for) (?:this|that|the same) (?:indication|disease|condition|setting|population|cancer)",
    re.IGNORECASE,
)


def _with_marks(saying: _Saying, line: _Line, mention: _Mention) -> _Saying:
    """Note what tells one trial of a phase from another of the same phase."""
    words = line.sentence.words
    letter = _LETTER.search(mention.span.of(words))
    behind = [
        name
        for place, name in line.diseases
        if 0 <= place.start - mention.span.end < _RIGHT_BEHIND
        and ";" not in words[mention.span.end : place.start]
    ]
    if not behind and _THIS_DISEASE.match(words, mention.span.end):
        behind = [name for place, name in line.diseases if place.end <= mention.span.start][-1:]
    return replace(
        saying,
        letter=letter[1].lower() if letter else "",
        another=_ANOTHER.search(words[max(0, mention.span.start - 60) : mention.span.start]) is not None,
        disease=behind[0] if behind else line.diseases[0][1] if len(line.diseases) == 1 else None,
    )


def _trials(phase: Phase, told: list[_Saying], lines: list[_Line]) -> list[list[_Saying]]:
    """Part what is said of two trials of one phase where it cannot be one trial: IIa and IIb, asthma and eczema."""
    status = _status(phase, told, lines)
    first = _First([saying for saying in told if saying.status == status and saying.strong])
    if not first.sayings:
        return [told]
    second = [
        saying
        for saying in told
        if saying.status not in (status, None)
        and (saying.strong or saying.letter or first.another or saying.past)
        and (saying.line not in first.lines or first.has_another_disease(saying))
        and first.differs_from(saying)
    ]
    if not second:
        return [told]
    second = [saying for saying in second if saying.status == second[0].status]
    apart = {id(saying) for saying in second}
    return [[saying for saying in told if id(saying) not in apart], second]


class _First:
    """What marks the trial of a phase that is told of outright."""

    def __init__(self, sayings: list[_Saying]) -> None:
        self.sayings = sayings
        self.lines = {each.line for each in sayings}
        self.letters = {each.letter for each in sayings if each.letter}
        self.diseases = {each.disease for each in sayings if each.disease}
        self.another = any(each.another for each in sayings)

    def differs_from(self, saying: _Saying) -> bool:
        """Tell whether a saying cannot be of the same trial."""
        return (
            saying.another
            or self.another
            or bool(saying.letter and self.letters and saying.letter not in self.letters)
            or self.has_another_disease(saying)
        )

    def has_another_disease(self, saying: _Saying) -> bool:
        """Tell whether a saying is of a disease that is neither the same nor the same in general."""
        return bool(
            saying.disease
            and self.diseases
            and all(len(narrowest([saying.disease, each])) == 2 for each in self.diseases)
        )


def _inherited(owners: list[int], before: tuple[list[int], _Cue | None]) -> _Cue | None:
    """Let a phase share the status of the one listed before it: "in a Phase II trial with A and a Phase I trial"."""
    earlier, cue = before
    return replace(cue, strong=False) if cue and owners == earlier and cue.status != "denied" else None


def _is_plain(lines: list[_Line], number: int) -> bool:
    """Tell whether the sentence before, in the same paragraph, names one candidate and no other."""
    for earlier in reversed(lines[max(0, number - 6) : number]):
        if earlier.sentence.paragraph != lines[number].sentence.paragraph:
            return False
        if earlier.own:
            return len({named.candidate for named in earlier.own}) == 1
    return False


_NEW = re.compile(
    r"\b(?:an?|another|new|two|three|further|additional) (?:(?!(?:of|the|its|our|this|from|in) )[\w/-]+ ){0,4}$",
    re.IGNORECASE,
)


def _is_new(line: _Line, mention: _Mention) -> bool:
    """Tell whether a trial is told of for the first time: "a Phase 3 trial"."""
    return _NEW.search(line.sentence.words[max(0, mention.span.start - 60) : mention.span.start]) is not None


def _told_before(mention: _Mention, sayings: dict[tuple[int, Phase], list[_Saying]]) -> list[int]:
    """Return the one candidate of which this phase was told already: "the Phase IIb trial" is its own."""
    owners = {owner for owner, phase in sayings if phase in mention.phases}
    return list(owners) if len(owners) == 1 else []


def _is_figures(line: _Line) -> bool:
    """Tell whether a table's row is of sums rather than of words, so that a phase in it claims nothing."""
    if not line.sentence.tabular:
        return False
    words = line.sentence.words
    return not (line.own and line.phases) or sum(c.isdigit() for c in words) > 12 or "$" in words


def _disease_near(line: _Line, span: Span, owner: int | None = None) -> str | None:
    """Return the disease that is told of beside a place, in the words about the same drug."""
    stretch = line.stretch(span.start)
    names = [named.span for named in line.own if named.candidate == owner]
    elsewhere = names and not any(stretch.holds(name) for name in names)
    if elsewhere and any(stretch.holds(named.span) for named in line.own):
        stretch = line.stretch(names[0].start)
    near = [(place, name) for place, name in line.diseases if stretch.holds(place)]
    if (
        not near
    ):  # "In asthma, A is in Phase 2 and B in Phase 1", "A in Phase 2 and B in Phase 1, both for asthma"
        first = line.own[0].span.start if line.own else len(line.sentence.words)
        near = [
            (place, name)
            for place, name in line.diseases
            if place.end <= first
            or _FOR_ALL.search(line.sentence.words[max(0, place.start - 30) : place.start])
        ]
    ends = _next_trial(line, span)
    after = [name for place, name in near if span.end <= place.start < ends]
    before = [name for place, name in near if place.start < span.end]
    return after[0] if after else before[0] if before else None


_FOR_ALL = re.compile(
    r"\b(?:both|each|all) (?:(?:are|is|were) )?(?:in|for|against|to treat) (?:[\w-]+ ){0,2}$"
)
_ANOTHER_TRIAL = re.compile(r"\b(?:trial|study|program(?:me)?|development)s?\b", re.IGNORECASE)


def _next_trial(line: _Line, span: Span) -> int:
    """Return where the next phase of the sentence begins that is of a trial of its own."""
    words = line.sentence.words
    for other in line.phases:
        if other.span.start > span.end and _ANOTHER_TRIAL.search(words[span.end : other.span.start]):
            return other.span.start
    return len(words)


def _claim(
    product: str, phase: Phase, told: list[_Saying], lines: list[_Line], known: str | None
) -> PhaseClaim:
    status = _status(phase, told, lines)
    indication = next(
        (saying.indication for saying in told if saying.indication and saying.status in (status, None)), None
    )
    indication = (
        indication or next((saying.indication for saying in told if saying.indication), None) or known
    )

    def worth(saying: _Saying) -> tuple[bool, bool, bool, int]:
        in_body = lines[saying.line].sentence.section is SectionKind.BODY
        return (
            saying.status == status and saying.strong,
            saying.indication is not None,
            in_body,
            -saying.line,
        )

    best = max(told, key=worth)
    return PhaseClaim(
        product=product,
        phase=phase,
        status=status,
        indication=indication,
        span=lines[best.line].sentence.span,
        rule=best.rule,
    )


def _known_diseases(lines: list[_Line]) -> dict[int, str]:
    """The first disease named in one sentence with a candidate alone: what its phases are likely about."""
    known: dict[int, str] = {}
    for line in lines:
        owners = {named.candidate for named in line.own}
        if len(owners) == 1 and (disease := _disease_near(line, Span(0, 1))):
            for owner in owners:
                if owner is not None:
                    known.setdefault(owner, disease)
    return known


def _status(phase: Phase, told: list[_Saying], lines: list[_Line]) -> Status | None:
    """Choose among several sentences: a stop ends all doubt, then the first outright word, then a hint."""
    if phase in (Phase.PRECLINICAL, Phase.APPROVED):
        return None
    strong = [saying.status for saying in told if saying.status and saying.strong]
    resumed = any(saying.resumed for saying in told)
    if Status.STOPPED in strong and not resumed:
        return Status.STOPPED
    strong = [status for status in strong if status is not Status.STOPPED]
    if strong:
        return strong[0]
    hinted = [saying.status for saying in told if saying.status]
    return _from_neighbours(told, lines) or (hinted[0] if hinted else None)


_OF_THE_TRIAL = re.compile(
    r"\b(?:the|this) (?:[\w-]+ ){0,2}(?:trial|study)\b|\b(?:in )?(?:the second|both)\b", re.IGNORECASE
)


def _goes_on(earlier: _Line, line: _Line) -> bool:
    """Tell whether a sentence may speak of the earlier one's trial: of its paragraph, or opening the next."""
    apart = line.sentence.paragraph - earlier.sentence.paragraph
    drugs = {named.candidate for named in line.own}
    same = drugs <= {named.candidate for named in earlier.own}
    return apart == 0 or (apart == 1 and same and earlier.sentence.section is SectionKind.BODY)


def _from_neighbours(told: list[_Saying], lines: list[_Line]) -> Status | None:
    """Look in the next two sentences for what "the trial" has come to."""
    for saying in told:
        for line in lines[saying.line + 1 : saying.line + 3]:
            if line.phases or not _goes_on(lines[saying.line], line):
                break
            if match := _OF_THE_TRIAL.search(line.sentence.words):
                cue = _nearest_cue(line, _Mention(Span(*match.span()), ()), _cues(line.sentence.words))
                if cue and cue.strong and cue.status != "denied":
                    return Status(cue.status)
    return None
