"""Names of trials, which look like drugs': "the HARVEST-2 study", "HARVEST, its Phase 3 trial of KX-204"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from filings.drugs import MARK, DrugName, Shape, find_drug_names, has_trial_shape
from filings.extractors.candidates.evidence import APPOSED_LEFT, is_called_a_drug
from filings.extractors.candidates.sightings import Weighed
from filings.extractors.candidates.surroundings import Reading
from filings.prose import is_ordinary

_LOOKED_AT = 40
_AROUND = 110

_TRIAL = r"(?:trials?|stud(?:y|ies)|extension|registry)"
_PLAIN = r"(?:(?!(?:of|in|for|with|that|which|from|to|by|is|was|has|being|under) )[\w/'+-]+,? )"
"""A word that may stand between an article and "trial", but none that leads to something else."""

_HARD = re.compile(
    rf"{MARK}?[\"')]*(?:"
    rf",? (?:which is |is |was |are |were )?(?:an?|the|its|our|their|two|three|another|both|one of|"
    rf"(?:the )?(?:first|second|third|larger|smaller|other|last) of)"
    rf"(?: (?:the|its|our|two|three|four|both))* {_PLAIN}{{0,8}}?{_TRIAL}\b(?!\.? drug)"
    r"| (?:has |have )?(?:enroll?ed|randomi[sz]ed|recruited) (?:\d|an?\b|the\b|its\b|over\b|more\b|about\b|"
    r"approximately\b|nearly\b|almost\b|patients\b|adults\b|subjects\b|participants\b|men\b|women\b|children\b)"
    r"| (?:investigators?|protocol)\b"
    r")",
    re.I,
)
"""Behind a name: nothing but a trial is spoken of so."""
_HARD_LEFT = re.compile(
    rf"\b(?:{_TRIAL}(?:,? (?:called|named|known as|designated|dubbed|entitled|titled),?"
    rf"|(?: (?:of|in|for|with|evaluating|comparing|testing|investigating|among) [^.;()]{{1,110}})? ?\()"
    r"|(?:portion|stage|participants|investigators?|enroll?ment|sites?|follow-up) (?:of|in|for) (?:the )?(?:ongoing )?"
    r"|(?:enrolled|participated|randomi[sz]ed|completed treatment) in ) ?[\"'(]*$",
    re.I,
)
_OF_A_DRUG = re.compile(
    rf"{MARK}?[\"')]* (?:\([^()]{{1,40}}\) )?(?:[\w/-]+ ){{0,3}}?{_TRIAL}\b(?:,? \([^()]{{1,40}}\),?)?"
    rf"(?:, (?:an?|the|its|our) {_PLAIN}{{0,8}}?{_TRIAL})?"
    r"(?: (?:(?:in|among) [^.;,]{1,60} )?(?:of|with|for|evaluating|comparing|testing|investigating|studying|"
    r"assessing|examining|using|to (?:test|evaluate|compare|study|assess)) )",
    re.I,
)
_SOFT = re.compile(
    rf"{MARK}?[\"')]*(?: (?:\([^()]{{1,40}}\) )?(?:[\w/-]+ ){{0,3}}?(?:{_TRIAL}|protocol|results)\b|"
    rf" (?:and|or) [A-Z]+-\d{{1,3}},? (?:[\w/-]+ ){{0,2}}(?:trials|studies)\b)",
    re.I,
)
_SOFT_LEFT = re.compile(
    r"\b(?:trials?|study|studies|program(?:me)?|regimen)"
    r"(?: (?:of|in|for|with|evaluating|comparing|testing) [^,;.]{1,80})?"
    r"(?:,|:|(?:,| \()?(?: [A-Z]+-\d{1,3},?(?: and| or)?)?) (?:the )?[\"'(]*$",
    re.I,
)
_TOLD_LEFT = re.compile(
    r"\b(?:treated with|vaccinated with|dosed with|receiv(?:e|es|ed|ing)|administ\w+(?: of)?|taking|"
    r"(?:dos(?:es?|ing)|infusions?|injections?|tolerability|efficacy|safety|trials?|stud(?:y|ies)|development|"
    r"formulations?|phase [\w/]{1,5}) of|(?:oral|investigational|lead|candidate)) (?:the |its |our )?[\"'(]*$",
    re.I,
)
_TOLD_RIGHT = re.compile(
    rf"{MARK}?[\"')]*(?:-treated\b|'s mechanism| (?:was|were|is|has been) (?:\w+ )?(?:well[ -]tolerated|administered|"
    r"given)\b| (?:tablets?|capsules?|infusions?|injections?|monotherapy|alone)\b)",
    re.I,
)


def trial_names(weighed: dict[str, Weighed], reading: Reading) -> Iterator[str]:
    """Yield the keys of names that are trials', and of those numbered like them: HARVEST-1 where HARVEST-2 is one."""
    words: set[str] = set()
    doubtful: list[tuple[str, str]] = []
    for key, entry in weighed.items():
        name = entry.names[0][1] if entry.names else None
        if name is None or not _may_be_a_trial(name):
            continue
        head = re.split(r"[-\d]", name.printed)[0]
        hard, soft, told = _counted(entry, reading)
        numbered = name.shape is not Shape.CODE and re.search(r"[-\d]", name.printed) is not None
        called = hard + soft if numbered else hard
        if called > told or (numbered and not told and len(head) > 4 and is_ordinary(head)):
            words.add(head)
            yield key
        elif not told:
            doubtful.append((head, key))
    yield from (key for head, key in doubtful if head in words)


def _may_be_a_trial(name: DrugName) -> bool:
    """Tell whether a name is built like a trial's; a brand's mark stands on no word without a number."""
    if has_trial_shape(name.printed):
        return True
    plain = name.shape in (Shape.WORD, Shape.COINED) and name.printed.isupper()
    return plain and len(name.printed) > 3


def _counted(entry: Weighed, reading: Reading) -> tuple[int, int, int]:
    """Count the places that can speak of a trial only, of a trial likely, and of a drug."""
    hard = soft = told = 0
    for number, name in entry.names[:_LOOKED_AT]:
        words, span = reading.sentences[number].words, name.span
        left = words[max(0, span.start - _AROUND) : span.start]
        if (
            is_called_a_drug(words, span)
            or APPOSED_LEFT.search(left)
            or _TOLD_LEFT.search(left)
            or _TOLD_RIGHT.match(words, span.end)
        ):
            told += 1
        elif _HARD.match(words, span.end) or _HARD_LEFT.search(left) or _tests_another(words, name):
            hard += 1
        elif _SOFT.match(words, span.end) or _SOFT_LEFT.search(left):
            soft += 1
    return hard, soft, told


def _tests_another(words: str, name: DrugName) -> bool:
    """Tell whether a trial of this name is one of a drug with another: "the HARVEST-301 trial of KX-204"."""
    match = _OF_A_DRUG.match(words, name.span.end)
    if match is None:
        return False
    behind = words[match.end() : match.end() + 60].split(";")[0]
    return any(other.key != name.key for other in find_drug_names(behind))
