"""Drug candidates and products that a release speaks of as the company's own or its partner's.

A name is first seen by its shape (`filings.drugs`), then weighed by what is said around it: a trial *of* it,
patients who *received* it, "the drug" before it. Shape alone makes no candidate: genes, trials and standards
look alike. Names that the release calls one drug's ("formerly known as", a code in brackets) are one candidate.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from filings.domain import Candidate, ReleaseText
from filings.drugs import find_drug_names
from filings.extractors.candidates.aliases import find_links
from filings.extractors.candidates.families import gather_candidates
from filings.extractors.candidates.misprints import find_misprints
from filings.extractors.candidates.sightings import (
    MOST_NAMES,
    Weighed,
    add_words,
    is_study_number,
    merely_shouted,
    programs,
)
from filings.extractors.candidates.surroundings import Reading
from filings.extractors.candidates.trials import trial_names
from filings.extractors.candidates.weighing import weigh, weigh_background

_LONG_ENOUGH = 1500
"""A release of more characters than this that never speaks of medicine numbers something else than drugs."""
_MEDICINE = re.compile(
    r"\b(?:patients?|clinical|preclinical|drugs?|therap\w+|vaccines?|FDA|EMA|Health Canada|medicin\w+|"
    r"diseases?|treatment|"
    r"antibod\w+|cancers?|tumou?rs?|phase [1-4i]+|pharm\w+|biotech\w*|médicament|doses?|indication)\b",
    re.I,
)


def find_candidates(
    release: ReleaseText, *, registrants: Sequence[str], tickers: Collection[str]
) -> tuple[Candidate, ...]:
    """Return the release's candidates, in the order in which they are first named.

    Skips, on purpose, genes and targets, trial numbers, platforms, approved drugs given with a candidate, and
    other companies' drugs that are named for comparison.
    """
    reading = Reading(release, registrants, tickers)
    if len(release.text) > _LONG_ENOUGH and not _MEDICINE.search(release.text):
        return ()
    weighed: dict[str, Weighed] = defaultdict(Weighed)
    for number, sentence in enumerate(reading.sentences):
        names = find_drug_names(sentence.words)
        for name in (*names, *programs(sentence, reading)):
            if name.key in weighed or len(weighed) < MOST_NAMES:
                weighed[name.key].names.append((number, name))
    for key in [key for key, entry in weighed.items() if _is_no_drug(entry, weighed, reading)]:
        del weighed[key]
    add_words(reading, weighed)
    for key in list(trial_names(weighed, reading)):
        del weighed[key]
    for key, entry in weighed.items():
        weigh(key, entry, reading)
    weigh_background(reading, weighed)
    links = [*find_links(reading, weighed), *find_misprints(reading, weighed)]
    return tuple(gather_candidates(reading, weighed, links))


def _is_no_drug(entry: Weighed, weighed: Collection[str], reading: Reading) -> bool:
    """Tell whether what looks like a code is a shouted word or a trial's number."""
    return merely_shouted(entry, reading) or is_study_number(entry.names[0][1], weighed)
