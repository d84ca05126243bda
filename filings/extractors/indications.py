"""Diseases that a release ties to one of its candidates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from filings.diseases import Taught, find_diseases, introduced, narrowest
from filings.domain import Candidate, Fact, FactKind, ReleaseText, SectionKind, Span
from filings.drugs import Shape, find_drug_names
from filings.prose import Sentence, sentences

_TELLS_OF_USE = re.compile(
    r"\b(?:trials?|stud(?:y|ies)|patients? with|treat(?:s|ed|ing|ment)?|approved|indicated|indications?|"
    r"vaccine|protect\w*|prevent\w*|designation|models?|mice|inhibit(?:s|ed|ing)|"
    r"traitement|essais?|études?|atteinte?s?|souffrant|"
    r"lower(?:s|ing)|suffering from|potential|active|activity)\b",
    re.IGNORECASE,
)
_BROUGHT = re.compile(
    r"\b(?:patients|subjects|participants|children|adults) had (?:[\w-]+ ){0,4}"
    r"(?:cancer|carcinoma|tumors?|lymphoma|leukemia|sarcoma|myeloma|melanoma|glioma)\b",
    re.IGNORECASE,
)
"""What the patients of a trial had when they came: "twelve patients had follicular lymphoma"."""
_POINTS_BACK = re.compile(
    r"\b(?:the|this|these|our|its) (?:[\w-]+ ){0,3}(?:trials?|stud(?:y|ies)|drug|compound|vaccine|antibody|"
    r"product|candidate|therapy|agent|molecule|treatment)\b",
    re.IGNORECASE,
)
_TRIAL_IN = re.compile(
    r"\W{0,4}(?:(?:an?|the|our|its) )?(?:[\w-]+ ){0,2}phase [\w/-]{1,6} (?:clinical )?(?:trial|study) in ",
    re.IGNORECASE,
)
"""An item of a list that opens with a trial in a disease: of the drug of the items before it."""
_PHASE_IN = re.compile(
    r"\bphase [\w/-]{1,6} (?:[\w-]+ ){0,3}(?:trials?|stud(?:y|ies)|cohorts?|testing|development) (?:in|of|for) ",
    re.IGNORECASE,
)
_STATISTICS = re.compile(
    r"\b(?:most (?:common|prevalent)|diagnosed (?:annually|each|every|with)|per year|each year|annually|"
    r"every year|incidence|prevalence|leading cause|affects?|market for|market (?:was|is|size)|deaths)\b",
    re.IGNORECASE,
)
_SIDE_EFFECT = re.compile(
    r"\b(?:grade [1-5](?: ?(?:/|-|or|and) ?[1-5])?|side effects?|adverse (?:events?|reactions?|effects?)|"
    r"toxicit\w+|history of|cases? of)\b(?:(?! with )[^.;]){0,60}$|"
    r"\b(?:side effects?|adverse (?:events?|reactions?|effects?))\b[^.;]{0,80} (?:were|was|are|included?|such as) "
    r"[^.;]{0,120}$",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"\b(?:no|without|free of|excluding|exclud(?:es|ed)|except|neither|nor|not have|rule out|ruled out|"
    r"because of|due to|owing to|amid|despite|discontinued for|withdrew (?:for|with)|died of|deaths? from|"
    r"history of|experienced|developed|reported|complained of|stopped for|stopped because of)"
    r" (?:the |a |an |any )?(?:(?!(?:in|for|of|against) )[\w-]+(?:,| and| or)? ){0,2}$",
    re.IGNORECASE,
)
_PASSING = re.compile(
    r" (?:was|were|are) (?:excluded|not eligible|ineligible)|"
    r" (?:was|were) (?:more|less) (?:common|frequent)|(?: being| as)? the most (?:common|frequent)(?:ly)? (?:\w+ )?"
    r"(?:side effects?|adverse|events?)|"
    r" ?(?:pandemic|season|lockdown|outbreak|restrictions|symptoms|scores?\b|rating|index|questionnaire)|"
    r"(?:,| and| or)?[^.;]{0,80}\b(?:were|was) (?:the most (?:common|frequent)|reported (?:by|in(?! \d{4}))|mild|"
    r"transient)",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:episodes?|rates?|incidences?|frequenc(?:y|ies)|occurrences?|risks?) of "
    r"(?:(?!(?:patients|people)\b)[\w-]+ ){0,2}$|"
    r"\b(?:may|can|could|might) (?:also )?(?:cause|lead to|result in|worsen|induce) (?:[\w-]+ ){0,3}$|"
    r"\bmonitor(?:ed|s)? (?:[\w-]+ ){0,4}for (?:[\w-]+ ){0,3}$|"
    r"\b(?:is|was|were|are|been) (?:\w+ )?associated with (?:[^.;]{0,60}(?:,| and| or) )?(?:[\w-]+ ){0,2}$|"
    r"\bhospitali[sz]ed (?:with|for|due to|because of) (?:[\w-]+ ){0,3}$|"
    r"\b(?:contraindicated|should not (?:be )?(?:used?|taken?|given)|not recommended)\b"
    r"[^.;]{0,60}$",
    re.IGNORECASE,
)
_LESSENED = re.compile(
    r"\b(?:reduc\w+|lower(?:s|ed|ing)|decreas\w+|prevent\w*|cut|cuts|cutting|halv\w+|delay\w*)"
    r"(?: in)? (?:(?!with |fewer |by )[\w-]+ ){0,5}$",
    re.IGNORECASE,
)
_BEFELL = re.compile(
    r"\b(?:a|an|one|two|three|four|five|another|\d) (?:[\w-]+ ){0,3}?(?:patients?|subjects?|participants?|volunteers?|"
    r"child|children|infants?|wom[ae]n|m[ae]n|boys?|girls?)(?: [\w-]+){0,7} (?:had|suffered|presented with|died from) "
    r"(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_NEOPLASM = re.compile(
    r"(?:cancers?|carcinoma|tumors?|lymphoma|leukemia|sarcoma|myeloma|melanoma|glioma|blastoma)$"
)


def _is_event(before: str) -> bool:
    """Tell whether a disease is what happened or may happen under treatment; to make it rarer is to treat it."""
    match = _EVENT.search(before)
    return match is not None and not _LESSENED.search(before[: match.start()])


def _befell(before: str, name: str) -> bool:
    """Tell whether a few patients were struck by it: "one patient had myocarditis"; a cancer they brought along."""
    return _BEFELL.search(before) is not None and not _NEOPLASM.search(name)


_OTHER_VACCINE = re.compile(
    r"\b(?:with (?:an?|the|other)|same (?:visit|time|day) as) (?:[\w-]+ ){0,2}$", re.IGNORECASE
)
"""Before the disease of a vaccine that is given beside the candidate: "with a licensed influenza vaccine"."""
_VACCINE = re.compile(r" vaccines?\b", re.IGNORECASE)
_OTHER = re.compile(r"\bother (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_AND_OTHER = re.compile(
    r"\b(?:patients|adults|children|subjects|people) with [^.;]{3,80} (?:and|or) other (?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
"""Whom a trial takes in: "patients with liposarcoma and other solid tumors"."""
_HAPPENED = re.compile(
    r" (?:was|were|occurred|developed|appeared)(?: (?:seen|reported|observed|noted))? (?:in|by|with|on|among) ",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:symposium|congress|conference|workshop|meeting|summit|society|association|foundation) (?:on|of|"
    r"for) (?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_OWN_PROGRAM = re.compile(
    r"\b(?:our|its|the company's|the corporation's) (?:[\w-]+ ){0,3}program(?:me)?s? (?:in|for|against) ",
    re.IGNORECASE,
)
_NEAR = 2
"""How many paragraphs back "this trial" may point."""


def find_indications(
    release: ReleaseText, candidates: Sequence[Candidate], taught: Taught = ()
) -> Iterator[Fact]:
    """Yield each disease tied to a candidate once, at its first place, under its general American name.

    A disease is tied where its sentence names a candidate, where the headline names it, or where a sentence
    about use or trials stands in a paragraph that names one. Skips side effects and a disease at large.
    """
    if not candidates:
        return
    mentions = sorted(span for candidate in candidates for span in candidate.mentions)
    found: dict[str, Span] = {}
    reading = sentences(release)
    taught = introduced((sentence.words for sentence in reading), taught)
    holds = [
        any(sentence.span.holds(span) for span in _within(mentions, sentence.span)) for sentence in reading
    ]
    paragraphs = {sentence.paragraph for sentence, has in zip(reading, holds, strict=True) if has}
    for sentence, has in zip(reading, holds, strict=True):
        if sentence.tabular and not has:
            continue
        for span, name in find_diseases(sentence.words, taught):
            if _within(mentions, span.moved(sentence.span.start)):
                continue  # "DMD-5" is a drug
            before = sentence.words[max(0, span.start - 240) : span.start]
            if _HAPPENED.match(sentence.words, span.end):
                continue
            if _ABSENT.search(before) or _PASSING.match(sentence.words, span.end):
                continue
            if _is_event(before) or _befell(before, name):
                continue
            if _OTHER.search(before) and not _AND_OTHER.search(before):
                continue
            if _SIDE_EFFECT.search(before) or _MEETING.search(before):
                continue
            if _VACCINE.match(sentence.words, span.end) and _OTHER_VACCINE.search(before):
                continue
            if has or _is_tied(sentence, paragraphs):
                found.setdefault(name, span.moved(sentence.span.start))
    for name in narrowest(list(found)):
        yield Fact(kind=FactKind.INDICATION, value=name, span=found[name], rule="indications.tied")


def _within(mentions: list[Span], span: Span) -> list[Span]:
    from bisect import bisect_left

    return mentions[
        bisect_left(mentions, Span(span.start, span.start + 1)) : bisect_left(
            mentions, Span(span.end, span.end + 1)
        )
    ]


def _is_tied(sentence: Sentence, paragraphs: set[int]) -> bool:
    """Tell whether a sentence without a candidate's name speaks of one all the same."""
    if sentence.section is not SectionKind.BODY:
        return True
    if sentence.paragraph in paragraphs:
        return bool(_TELLS_OF_USE.search(sentence.words) or _BROUGHT.search(sentence.words))
    if _OWN_PROGRAM.search(sentence.words):
        return True
    near = any(sentence.paragraph - back in paragraphs for back in range(1, _NEAR + 1))
    points = _POINTS_BACK.search(sentence.words) or _TRIAL_IN.match(sentence.words)
    if sentence.paragraph - 1 in paragraphs and not points:
        others = any(name.shape is not Shape.APPROVED for name in find_drug_names(sentence.words))
        points = None if others else _PHASE_IN.search(sentence.words)
    return near and bool(points) and not _STATISTICS.search(sentence.words)
