"""Drug candidates and products that a release speaks of as the company's own or its partner's.

A name is first seen by its shape (`filings.drugs`), then weighed by what is said around it: a trial *of* it,
patients who *received* it, "the drug" before it. Shape alone makes no candidate: genes, trials and standards
look alike. Names that the release calls one drug's ("formerly known as", a code in brackets) are one candidate.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from filings.diseases import find_diseases
from filings.domain import BOILERPLATE, Alias, Candidate, ReleaseText, SectionKind, Span
from filings.drugs import (
    MARK,
    DrugName,
    Shape,
    find_approved,
    find_codes,
    find_drug_names,
    find_marked,
    has_stem,
    is_target_code,
)
from filings.prose import Phrases, Sentence, fold, level, sentences, split

_AROUND = 110
"""How many characters before and behind a name are looked at."""

_MOST_NAMES = 400
"""How many names one release is searched for; no release has more."""

_WEIGHED = 40
"""How many sightings of one name are weighed; more say nothing new."""

# --- what is said around a name -------------------------------------------------------------

_DRUG_NOUN = (
    r"(?:drugs?|compounds?|candidates?|products?|molecules?|antibod(?:y|ies)|vaccines?|agents?|therapeutics?|"
    r"therap(?:y|ies)|"
    r"inhibitors?|antisense|oligonucleotides?|analog(?:ue)?s?|derivatives?|peptides?|medicines?|medications?|"
    r"immunotherap(?:y|ies)|"
    r"treatments?|syrups?|creams?|gels?|powders?|tablets?|capsules?|sprays?|patch(?:es)?|eye drops|"
    r"substitutes?|agonists?|antagonists?|"
    r"modulators?|globulins?|immunoglobulins?|proteins? therapeutics?|formulations?|conjugates?|"
    r"virus therapy|biologics?|solutions?|devices?|assets?|"
    r"modifiers?|immunomodulators?|radiopharmaceuticals?|biosimilars?|toxins?|siRNAs?|shRNAs?|aptamers?|"
    r"oncolytic virus(?:es)?|fusion proteins?|protein drugs?|cell therapy|"
    r"gene therapy|ointments?|implants?|injectables?|drops|salts?|steroids?|hormones?|enzymes? replacement|"
    r"blockers?|prodrugs?|adjuvants?|regimens?)"
)
_APPOSED_LEFT = re.compile(
    rf"\b{_DRUG_NOUN},? *(?:is |was |are |named |called |known as |code-named |designated )?[\"'(]*$", re.I
)
_APPOSED_RIGHT = re.compile(
    rf"{MARK}?[\"')]*(?: ?\([^()]{{1,40}}\))?,? (?:which (?:is|was) |is |was |are |as )?(?:an?|the|our|its|"
    rf"this|one of|[\w.&-]+'s?) (?:[\w'/%()&.-]+,? ){{0,10}}?{_DRUG_NOUN}\b",
    re.I,
)
_TRIAL_LEFT = re.compile(
    r"\b(?:(?:trials?|stud(?:y|ies)|program(?:me)?s?|testing|evaluation|investigation|development|data|"
    r"results?|findings|treatment|therapy|"
    r"dos(?:e|es|ing|age)|administration|injections?|infusions?|efficacy|safety|activity|formulations?|"
    r"manufactur\w+|production|effects?|use|"
    r"uptake|metabolism|pharmacokinetics|levels|quantities|library|potential|tolerability|approval|"
    r"authorization|sales|effectiveness|"
    r"mechanism|studies|designation|application|submission|filing|registration|commerciali[sz]ation|"
    r"marketing|indication|capsules?|tablets?|price|shipments?|supply|launch|benefits?|income|protection|"
    r"spending|costs?|rights|form|version|addition|arms?|on|data presented|interests?|articles?|papers?|"
    r"abstracts?|posters?|presentations?|patents?|news|updates?|information|review|profile|course|reports?|"
    r"version|work|backup) "
    r"(?:of|with|for|on|about|from|in|to|to test|evaluating|investigating|testing|comparing|integrating|"
    r"using|including|covering|studying|that evaluated|around)|"
    r"treated with|vaccinated with|dosed with|immunized with|receiv\w+|given|administered|administering|"
    r"taking|took|takes|develop(?:ing|ed|s)?|chos(?:e|en)|select\w+|nominat\w+|explor\w+|advanc\w+|"
    r"evaluat\w+|compar\w+|"
    r"investigat\w+|test(?:ing|ed|s)?|(?:out-|in-)?licens\w+|licenced?|acquir\w+|progress(?:es|ed|ing)?|"
    r"initiat\w+|suspend\w*|discontinu\w*|launch\w*|markets?|marketed|"
    r"sells?|approves?|approved|describ\w+|stud(?:y|ied|ies|ying)|characteriz\w+|especially|including|"
    r"covering|protecting|move|"
    r"moved|to|patent for|clinical program for|indications? for|designation for)"
    r"(?: the| its| our| his| a| an)?(?: [\w/'&-]+){0,3} ?[\"'(]*$",
    re.I,
)
_TRIAL_RIGHT = re.compile(
    rf"{MARK}?[\"')]*(?: ?\([^()]{{1,40}}\))?(?:'s|-(?:treated|mediated|induced|based))?,? ?(?:which )?(?:"
    r"\(?(?:phase|clinical|preclinical|development|treatment|trials?|stud(?:y|ies)|programs?|programme|"
    r"pipeline|vaccine|tablets?|cream|gel|ointment|capsules?|injections?|eye drops|"
    r"inhaled|inhalation|oral|arm|therapy|sales|drops|monotherapy|mechanism|pharmacokinetic|"
    r"when administered|when given|given|infusion|infused|administered|alone|plus|at doses|at a dose|once|"
    r"twice|every)\b|"
    r"(?:did |has |have |had |was |were |is |are |will |would |can |could |may |might |also |then |now |not |"
    r"be |"
    r"been |being |significantly |selectively |currently |only |well |successfully |continues to |to )*"
    r"(?:show\w*|demonstrat\w*|inhibit\w*|induc\w*|reduc\w*|improv\w*|tolerated|given|infused|injected|"
    r"tested|evaluated|studied|developed|approved|investigated|lower\w*|block\w*|"
    r"switch\w*|draws?|encod\w*|address\w*|sensiti\w+|complet\w*|enter\w*|receiv\w*|in combination|versus|"
    r"offers?|aims?|acts?|works?|destroy\w*|slow\w*|kill\w*|remains?|target\w*|"
    r"treat\w*|prevent\w*|restor\w*|suppress\w*|brought|began|halv\w*|rais\w*|allow\w*|help\w*|caus\w*|"
    r"finish\w*|designed|met|meets?|reach\w*|achiev\w*|fail\w*|at least|superior|better|compared|suppl\w+|"
    r"assigned|named|renamed|chosen|"
    r"selected|advanc\w+|mov\w+|progress\w*|(?:orphan|fast track|breakthrough)|(?:great |much )?promise|"
    r"has another|gave|gives|led|"
    r"provid\w*|kept|keeps|represents?|"
    r"produc\w*|increas\w*|decreas\w*|protect\w*|stimulat\w*|bind\w*|delay\w*|prolong\w*|extend\w*|moved?|"
    r"cross\w*|"
    r"exhibit\w*|possess\w*|safe|active|effective|indicated|marketed|sold|available|meant|intended|expected|"
    r"believed|granted|owned|in patients|in phase|into phase|at the stage|in preclinical|in clinical|"
    r"in development|discovered|licensed)\b)",
    re.I,
)
_FRENCH_LEFT = re.compile(
    r"\b(?:essais?|études?|phase \w+|recev\w+|développement|traitement|doses?|médicament|vaccin|"
    r"anticorps)(?: [\w']+){0,5} (?:du|de|de la|le|la|d'|avec le|avec la) ?$",
    re.I,
)
_FRENCH_RIGHT = re.compile(
    rf"{MARK}?, (?:son|un|une|le|la|notre|nos) (?:[\w'-]+ ){{0,2}}(?:agent|médicament|anticorps|vaccin|"
    r"composé|inhibiteur|peptide|produit|traitement|candidat)\b",
    re.I,
)
_AS_PRODUCT = re.compile(rf"[^.;]{{0,60}}\bas (?:its|our|a|the) (?:[\w-]+ ){{0,4}}{_DRUG_NOUN}\b", re.I)
_FOR_USE = re.compile(rf"{MARK}?[\"')]*,? ?(?:\([^()]{{1,40}}\) ?)?(?:for|in|against) (?:the )?", re.I)
_OWN_LEFT = re.compile(
    r"\b(?:its|our|the company's|the corporation's|[\w.&-]+'s?) (?:own )?(?:[\w/-]+,? ){0,6}[\"'(]*$", re.I
)

_IN_COMPANY = re.compile(
    r"\b(?:combin\w+ (?:of \w+ )?with|together with|plus|versus|vs\.?|compared (?:to|with)|against|added to|"
    r"followed by|on top of|as good as|superior to|inferior to|"
    r"alone or with|with or without|like|such as|similar to|unlike|resistan\w+ to|refractory to|failed|"
    r"failure of|prior|previous|or|alternative to|(?:the|an?|already|currently) approved|"
    r"course of|stopped responding to|progressed on|relapse after|background of) (?:[\w'-]+ ){0,2}[\"'(]*$",
    re.I,
)
_TARGET_LEFT = re.compile(
    r"\b(?:genes?|proteins?|receptors?|targets?|targeting|enzymes?|expression of|levels? of|inhibit(?:s|ing|"
    r"ion of|or of|ors of)?(?: the)?|anti|mutations? (?:in|of)|"
    r"antibod(?:y|ies) (?:to|against)|directed against|binds? to|binding to|cells?|pathway|kinase|cytokines?|"
    r"factor|biomarkers? (?:is|such as)?|component|subunit|antigen|marker|"
    r"activat(?:es|ion of|or of)|blocks|blockade of|induc(?:es|tion of)|inhibitor of|inhibitors of|"
    r"suppression of|vector|chromosome|isoform|ligand|platform|technology)[ -][\"'(]*$",
    re.I,
)
_TARGET_RIGHT = re.compile(
    r"[\"')]*[ -](?:positive|negative|expressing|mutant|mutated|mutations?|genes?|proteins?|receptors?|"
    r"expression|pathway|kinase|inhibitors?|inhibition|antibod(?:y|ies)|"
    r"signal\w*|ligand|blockade|cells?|T cells?|T-cells?|platform|technology|virus|antigens?|transcription|"
    r"promoter|manufacturing|chromosome|subunit|component|locus|axis|(?:index|score|scale)\b)\b"
    r"|[\"')]*,? (?:is |was )?(?:an?|the) (?:[\w'-]+ ){0,5}(?:gene(?! therap)|(?<!fusion )protein(?! (?:drug|"
    r"therap))|receptor(?! (?:agonist|antagonist|blocker|modulator|inhibitor))|enzyme(?! (?:inhibitor|"
    r"replacement))|target|transcription factor|tumor suppressor|cytokine|ligand|biomarker|oncogene|antigen|"
    r"platform|technology)\b",
    re.I,
)
_TRIAL_ID_LEFT = re.compile(
    r"\b(?:trial|study|protocol|stud(?:y|ies)|identifier|registration|number|no\.|patent|application|grant|"
    r"award|contract)(?: (?:number|no\.|id|identifier))?:? ?[(#\"'\[]*$",
    re.I,
)
_TRIAL_ID_RIGHT = re.compile(r"[\"']?\)| (?:trial|study)\b(?! of| in| for)")
_CAREER = re.compile(
    r"\bwhere (?:he|she|they) |\bprior to joining|\bbefore joining|\bjoins? (?:us |the company )?from\b|"
    r"\bpreviously (?:served|held|worked|led|was)|\b(?:his|her) (?:career|previous|tenure|prior)\b|"
    r"\bserved as\b|\bearlier in (?:his|her)|\b(?:he|she) (?:was|led|held|worked|oversaw|managed|has held|"
    r"directed) ",
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
_SUBJECT_US = re.compile(r"\b(?:we|our|us|the company|the corporation)\b", re.I)


@dataclass(slots=True)
class _Weighed:
    """What was found out about all names with one key."""

    names: list[tuple[int, DrugName]] = field(default_factory=list)  # with the number of the sentence
    praise: Counter[str] = field(default_factory=Counter)  # kinds of evidence, and in how many places
    blame: int = 0  # places that speak of a gene, a trial, another's drug
    company: int = 0  # places beside another drug: "in combination with"

    def points(self) -> int:
        worth = {"apposed": 3, "trial": 2, "own": 1, "mark": 1, "headline": 1}
        return sum(worth[kind] for kind in self.praise)


class _Release:
    """A release as this module reads it."""

    def __init__(self, release: ReleaseText, registrants: Sequence[str], tickers: Collection[str]) -> None:
        self.sentences = sentences(release)
        self.tickers = {fold(ticker.rpartition(":")[2]) for ticker in tickers}
        self.own_words = {
            word.lower() for name in registrants for word in re.findall(r"[\w&-]{3,}", name)
        } - _COMMON_IN_NAMES
        self.lower_words = {
            word
            for sentence in self.sentences
            for word in re.findall(r"(?<![\w-])[a-z]{3,}(?![\w])", sentence.words)
        }
        self.marked_words = list(
            dict.fromkeys(
                name.printed
                for name in find_marked(level(release.text))
                if next(find_approved(name.printed), None) is None
            )
        )
        self.background = [
            words[piece.start : piece.end]
            for words in [level(release.text)]
            for section in release.sections
            if section.kind in BOILERPLATE
            for piece in split(words, section.span.start, section.span.end)
        ]
        self.careers = [bool(_CAREER.search(sentence.words)) for sentence in self.sentences]

    def is_own(self, name: str) -> bool:
        """Tell whether a proper name is, or begins like, the registrant's."""
        words = [word.lower() for word in re.findall(r"[\w&-]{3,}", name)]
        return any(word in self.own_words for word in words) or "company" in words or "corporation" in words


def _shouts(words: str) -> bool:
    """Tell whether a line is set in capitals throughout, so that capitals say nothing."""
    letters = [character for character in words[:400] if character.isalpha()]
    return len(letters) > 8 and sum(character.isupper() for character in letters) > 0.7 * len(letters)


def _is_title(words: str) -> bool:
    """Tell whether most words begin with a capital, as in a headline."""
    initials = re.findall(r"(?<![\w'-])[A-Za-z](?=\w{3})", words[:400])
    return len(initials) > 2 and sum(initial.isupper() for initial in initials) > 0.6 * len(initials)


# --- finding and weighing -------------------------------------------------------------------


def find_candidates(
    release: ReleaseText, *, registrants: Sequence[str], tickers: Collection[str]
) -> tuple[Candidate, ...]:
    """Return the release's candidates, in the order in which they are first named.

    Skips, on purpose, genes and targets, trial numbers, platforms, approved drugs given with a candidate, and
    other companies' drugs that are named for comparison.
    """
    reading = _Release(release, registrants, tickers)
    if len(release.text) > _LONG_ENOUGH and not _MEDICINE.search(release.text):
        return ()
    weighed: dict[str, _Weighed] = defaultdict(_Weighed)
    for number, sentence in enumerate(reading.sentences):
        names = find_drug_names(sentence.words)
        for name in (*names, *_programs(sentence, reading)):
            if name.key in weighed or len(weighed) < _MOST_NAMES:
                weighed[name.key].names.append((number, name))
    for key in [key for key, entry in weighed.items() if _merely_shouted(entry, reading)]:
        del weighed[key]
    _add_words(reading, weighed)
    for key, entry in weighed.items():
        _weigh(key, entry, reading)
    _weigh_background(reading, weighed)
    links = list(_links(reading, weighed))
    return tuple(_gather(reading, weighed, links))


def _merely_shouted(entry: _Weighed, reading: _Release) -> bool:
    """Tell whether a hyphened word looks like a code only because its line is in capitals: "OPEN-ANGLE"."""
    return all(
        name.shape is Shape.WEAK_CODE
        and not any(character.isdigit() for character in name.printed)
        and _shouts(reading.sentences[number].words)
        for number, name in entry.names
    )


_PROGRAM = re.compile(
    r"\bphase (?:\w{1,5}(?:/\w{1,4})?) ((?:[A-Z][\w-]+ ){1,3})(?:development |clinical )?(?:program|"
    r"programme|candidate)\b",
    re.I,
)


def _programs(sentence: Sentence, reading: _Release) -> Iterator[DrugName]:
    """Yield the names between a phase and "program": "our Phase 3 Oral KXP program"."""
    if _is_title(sentence.words):
        return
    for match in _PROGRAM.finditer(sentence.words):
        name = match[1].strip()
        parts = name.split()
        if (
            len(parts) > 1
            and all(part[0].isupper() for part in parts)
            and parts[-1].isupper()
            and not reading.is_own(name)
        ):
            start = match.start(1)
            yield DrugName(fold(name), name, Span(start, start + len(name)), Shape.WORD, marked=True)


_NEVER = frozenset(
    [
        "Phase",
        "Phases",
        "Clinical",
        "Company",
        "Corporation",
        "Study",
        "Trial",
        "Orphan",
        "Drug",
        "Fast",
        "Track",
        "Grade",
        "Stage",
        "Form",
        "Act",
        "Board",
        "Internet",
        "Canadian",
        "American",
        "European",
        "Chinese",
        "Japanese",
        "German",
        "French",
        "Israeli",
        "British",
        "Australian",
        "Swiss",
        "Dutch",
        "English",
        "January",
        "February",
        "March",
        "April",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Europe",
        "Asia",
        "Canada",
        "China",
        "Japan",
        "Germany",
        "France",
        "Israel",
        "Australia",
        "America",
        "Africa",
        "India",
        "Part",
        "Cohort",
        "Arm",
        "Medicare",
        "Congress",
        "Breakthrough",
        "Head",
        "Chief",
        "Results",
        "Data",
    ]
)
_CAPITALISED = re.compile(
    r"(?<=[a-z,;(\"] )\"?\(?([A-Z][a-zA-Z]{3,20})\b(?!-?[\w'])(?! [A-Z&])|(?<=\()([A-Z][a-zA-Z]{3,20})(?=\))"
)


_BESIDE_CODE = re.compile(
    r"\b([A-Za-z][a-z]{6,})(?= \(\"?[A-Z][A-Za-z-]{0,9}\d\w{0,9}\"?\))|"
    r"\b[A-Z]\w{0,9}-?\d\w{0,9} \(\"?([a-z]{7,})\"?\)" + rf"|\w{MARK} \(([a-z]{{7,}})[ )]"
)
_NO_NAME = re.compile(
    rf"{_DRUG_NOUN}$|placebo|program|study|trial|adjuvant|stimulant|relaxant|anticoagulant|nucleotide|"
    r"peptide|antioxidant|determinant|injectable|currently|subcutaneous|oral$|intravenous",
    re.I,
)


def _invented(reading: _Release) -> Iterator[str]:
    """Yield words that stand beside a code in brackets and are no ordinary ones: "velorisant (KX-204)"."""
    for sentence in reading.sentences:
        for match in _BESIDE_CODE.finditer(sentence.words):
            word = match[1] or match[2] or match[3]
            if (
                not _ORDINARY_ENDING.search(word.lower())
                and not _NO_NAME.match(word)
                and not reading.is_own(word)
            ):
                yield word


def _add_words(reading: _Release, weighed: dict[str, _Weighed]) -> None:
    """Add names without a telling shape: capitalised words, and marked names where they stand unmarked."""
    known: dict[str, Shape] = {
        key: entry.names[0][1].shape
        for key, entry in weighed.items()
        if any(name.shape in (Shape.MARKED, Shape.WORD) for _, name in entry.names)
    }
    fresh: set[str] = set()
    for sentence in reading.sentences:
        if sentence.section is SectionKind.BODY and not sentence.tabular and not _is_title(sentence.words):
            for match in _CAPITALISED.finditer(sentence.words):
                word = match[1] or match[2]
                if (
                    word not in _NEVER
                    and not (word.isupper() and len(word) < 6)
                    and fold(word) not in weighed
                    and word.lower() not in reading.lower_words
                    and not reading.is_own(word)
                ):
                    at = match.start(1) if match[1] else match.start(2)
                    if _praise(sentence.words, Span(at, at + len(word))) & {"apposed", "trial"}:
                        fresh.add(word)
    known |= {fold(word): Shape.MARKED for word in reading.marked_words if fold(word) not in known}
    invented = list(dict.fromkeys(word for word in _invented(reading) if fold(word) not in weighed))
    known |= {fold(word): Shape.STEM for word in invented}
    names = [
        *invented,
        *reading.marked_words,
        *sorted({name.printed for key in known for _, name in weighed[key].names}),
        *sorted(fresh),
    ]
    phrases = Phrases({name: fold(name) for name in names[:_MOST_NAMES]})
    for number, sentence in enumerate(reading.sentences):
        for span, key in phrases.find(sentence.words):
            printed = span.of(sentence.words)
            entry = weighed[key]
            if printed[0].islower() and len(printed.split()) == 1 and key not in known:
                continue
            if all(at != number or name.span.start != span.start for at, name in entry.names[-8:]):
                entry.names.append(
                    (
                        number,
                        DrugName(
                            key,
                            printed,
                            span,
                            known.get(key, Shape.WORD),
                            marked=known.get(key) in (Shape.MARKED, Shape.WORD),
                        ),
                    )
                )
    for key in {fold(name) for name in names}:
        weighed[key].names.sort(key=lambda item: (item[0], item[1].span.start))


def _praise(words: str, span: Span) -> set[str]:
    """Return the kinds of evidence around one place."""
    left, right = words[max(0, span.start - _AROUND) : span.start], words[span.end : span.end + _AROUND]
    found = set()
    if (use := _FOR_USE.match(right)) and any(
        place.start < 40 for place, _ in find_diseases(right[use.end() :])
    ):
        found.add("trial")
    if (
        _APPOSED_LEFT.search(left)
        or _APPOSED_RIGHT.match(right)
        or _FRENCH_RIGHT.match(right)
        or _AS_PRODUCT.match(right)
    ):
        found.add("apposed")
    if _TRIAL_LEFT.search(left) or _TRIAL_RIGHT.match(right) or _FRENCH_LEFT.search(left):
        found.add("trial")
    if _OWN_LEFT.search(left):
        found.add("own")
    if _IN_COMPANY.search(left):
        found -= {"apposed", "trial", "own"}
    return found


def _is_target(left: str, right: str) -> bool:
    return bool(_TARGET_LEFT.search(left) or _TARGET_RIGHT.match(right))


def _is_foreign(words: str, span: Span, reading: _Release) -> bool:
    """Tell whether the name is given to another company: "Abc's X", "X of Abc Bio", "Abc Inc. ... its X"."""
    left, right = words[max(0, span.start - 200) : span.start], words[span.end : span.end + _AROUND]
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
        return (
            owner[1].split()[-1].lower() not in reading.lower_words
            and not find_drug_names(owner[1])
            and not _is_title(words)
        )
    others = [match for match in _OTHER_COMPANY.finditer(left) if not reading.is_own(match[0])]
    if others and re.search(r"\bits (?:[\w/-]+ ){0,5}$", left):
        between = left[others[-1].end() :]
        return not (
            _SUBJECT_US.search(between) or any(word in reading.own_words for word in between.lower().split())
        )
    return False


def _weigh(key: str, entry: _Weighed, reading: _Release) -> None:
    for number, name in entry.names[:_WEIGHED]:
        sentence = reading.sentences[number]
        words, span = sentence.words, name.span
        left, right = words[max(0, span.start - _AROUND) : span.start], words[span.end : span.end + _AROUND]
        if name.marked:
            entry.praise["mark"] += 1
        if reading.careers[number] or sentence.tabular:
            continue
        is_number = _TRIAL_ID_LEFT.search(left) and _TRIAL_ID_RIGHT.match(right)
        if (
            is_number
            or _is_foreign(words, span, reading)
            or (name.shape in (Shape.CODE, Shape.WEAK_CODE, Shape.WORD) and _is_target(left, right))
        ):
            entry.blame += 1
            continue
        if _IN_COMPANY.search(left):
            entry.company += 1
        if (
            name.shape is Shape.WORD
            and (_is_title(words) or sentence.section is not SectionKind.BODY)
            and not name.marked
        ):
            if sentence.section is SectionKind.HEADLINE:
                entry.praise["headline"] += 1
            continue
        found = _praise(words, span) | _shared(left)
        if name.shape in (Shape.CODE, Shape.MARKED) and _beside_approved(left, right):
            found.add("trial")
        if name.shape is Shape.CODE and _LONG_CODE.search(name.printed) and _MEDICAL.search(words):
            found.add("trial")
        if name.shape is Shape.WORD and name.marked:
            found.add("apposed")
        entry.praise.update(found)
        if sentence.section is SectionKind.HEADLINE and not _IN_COMPANY.search(left):
            entry.praise["headline"] += 1


def _weigh_background(reading: _Release, weighed: dict[str, _Weighed]) -> None:
    """Let the boilerplate vouch for names that the release itself prints: "Kelvara is a tablet ..."."""
    for words in reading.background:
        for name in find_drug_names(words):
            entry = weighed.get(name.key)
            if (
                entry
                and entry.names
                and name.shape in (Shape.CODE, Shape.MARKED)
                and len(entry.names) <= _WEIGHED
            ):
                entry.praise.update(_praise(words, name.span) - {"own"})


_LONG_ENOUGH = 1500
"""A release of more characters than this that never speaks of medicine numbers something else than drugs."""

_MEDICINE = re.compile(
    r"\b(?:patients?|clinical|preclinical|drugs?|therap\w+|vaccines?|FDA|EMA|Health Canada|medicin\w+|"
    r"diseases?|treatment|"
    r"antibod\w+|cancers?|tumou?rs?|phase [1-4i]+|pharm\w+|biotech\w*|médicament|doses?|indication)\b",
    re.I,
)
_LONG_CODE = re.compile(r"[A-Z]{2,}-?\d{3,}")
_MEDICAL = re.compile(
    r"\b(?:phase [1-4i]|trials?|patients|clinical|preclinical|drugs?|compound|treat\w*|dos(?:e|es|ing)|"
    r"therap\w+|vaccine|"
    r"IND|NDA|BLA|FDA|EMA|candidate|indication|enrol\w*)\b",
    re.I,
)
_JOINED_RIGHT = re.compile(
    rf"{MARK}?[\"')]* (?:and|plus|\+|in combination with|together with|combined with|"
    rf"with) (?:[\w-]+ ){{0,2}}[\"'(]*$"
)
_JOINED_LEFT = re.compile(
    rf"{MARK}?[\"')]* (?:and|plus|\+|(?:[\w-]+ ){{0,3}}(?:together|combination|"
    rf"combined) with) (?:[\w-]+ ){{0,2}}[\"'(]*$"
)


def _beside_approved(left: str, right: str) -> bool:
    """Tell whether an approved drug is joined to the name: "KX-204 and docetaxel"."""
    behind = next(find_approved(right[:70]), None)
    if behind and _JOINED_RIGHT.match(right[: behind[0].start]):
        return True
    before = list(find_approved(left[-70:]))
    return bool(before) and _JOINED_LEFT.match(left[-70:][before[-1][0].end :]) is not None


_LISTED = re.compile(r"(?:,| and|,? and| or|/|;) ?[\"'(]*$")


def _shared(left: str) -> set[str]:
    """Evidence that a name shares with the one listed before it: "the drugs KX-1 and KX-2"."""
    if not (joint := _LISTED.search(left)):
        return set()
    earlier = find_drug_names(left)
    if earlier and 0 <= joint.start() - earlier[-1].span.end <= 3:
        last = earlier[-1]
        return _praise(left, last.span) - {"own"}
    return set()


def _is_candidate(key: str, entry: _Weighed, reading: _Release) -> bool:
    shape = min((name.shape for _, name in entry.names), key=list(Shape).index)
    praise, points = entry.praise, entry.points()
    if key in reading.tickers:
        return False
    supported = praise["apposed"] + praise["trial"]
    if entry.blame and entry.blame >= supported:
        return False
    match shape:
        case Shape.CODE:
            return points >= 2 and supported > 0
        case Shape.WEAK_CODE:
            head, tail = re.match(r"([A-Za-z]*)\W?(.*)", entry.names[0][1].printed).groups()  # type: ignore[union-attr]
            if entry.blame:
                return False
            if is_target_code(head, tail) or len(head) == 1:
                return praise["apposed"] > 0 and points >= 4
            return supported > 0 and (points >= 3 or any(character.isdigit() for character in tail))
        case Shape.STEM:
            return points >= 2 and supported > 0 and entry.company * 2 <= len(entry.names)
        case Shape.APPROVED:
            return (
                praise["own"] > 0
                and supported > 0
                and not entry.company
                and (praise["headline"] > 0 or praise["own"] > 1)
            )
        case Shape.MARKED:
            return supported > 0 and points >= 3 and entry.company * 2 <= len(entry.names)
        case _:
            if any(name.marked for _, name in entry.names):
                return True
            return (
                points >= 4
                and praise["trial"] > 0
                and praise["apposed"] > 0
                and len(entry.names) > 1
                and not entry.company
            )


# --- names of one drug ----------------------------------------------------------------------

_NAME = (
    r"(?:[A-Za-z][A-Za-z0-9]{0,24}(?:-[A-Za-z0-9]{1,12}){0,3}(?: \d{2,5}\b)?"
    r"(?: (?:[a-z]{2,16}(?:vec|chloride|ylate|leucel|fumarate|acetate|phosphate)|sodium|alfa|pegol)\b)?)"
)
_LIST = rf"(?P<names>{_NAME}{MARK}?(?:(?:/|, | or | and |, and )[\"']?{_NAME}{MARK}?){{0,3}})"
_BETWEEN = rf"{MARK}?[\"']?(?: [a-z-]{{1,20}}){{0,3}}"
_KNOWN_AS = re.compile(
    rf"{_BETWEEN},? ?[(\[]?(?:an?|the)? ?(?:[\w-]+ ){{0,5}}?(?:which (?:is|was|were) |that (?:is|was) |and )?"
    rf"(?P<when>formerly|previously|originally|also|now|sometimes|currently|initially|once)?,? ?"
    r"(?:(?:known|referred to|designated|code-named|marketed|branded)(?: to date| internationally|"
    r" in development)?(?: as| under the (?:brand |trade )?name)|called|named|"
    rf"renamed)(?: the)? [\"'(]*{_LIST}"
)
_FORMERLY = re.compile(
    rf"{_BETWEEN} ?,? ?[(\[](?P<when>formerly|previously|originally|also|now|aka|a\.k\.a\.?|or|f/k/a|"
    rf"code-named|code name)[,:]? [\"']?{_LIST}"
)
_FORMERLY_COMMA = re.compile(
    rf"{MARK}?, (?P<when>formerly|previously|originally|now) [\"']?{_LIST}(?=,|\)|\.)"
)
_ASSIGNED = re.compile(
    rf"{_BETWEEN} ?(?:has been|was|is|have been|has|received) (?:\w+ )?(?:assigned|given|granted|received|"
    rf"adopted)? ?(?:the )?(?:[\w()-]+ ){{0,4}}name,? (?:of )?[\"']?(?P<when>){_LIST}"
)
_BRACKET = re.compile(
    rf"{MARK}?[\"']? ?(?:[a-z]+ "
    rf")?[(\[](?P<quote>[\"']?)(?P<when>)(?P<names>{_NAME}{MARK}?(?:/{_NAME}{MARK}?)?)(?P<rest>[^(]{{0,60}})"
)
_SLASH = re.compile(rf"{MARK}?/(?P<when>)(?P<names>{_NAME})")
_WERE_KNOWN = re.compile(
    rf"\b(?:[Tt]he|[Tt]his) (?:\w+ ){{1,2}}(?:was|were|is|are|had been) (?:[a-z]+ ){{0,2}}?(?:known|called|"
    rf"named|designated|referred to)(?: as)? [\"']?(?P<when>){_LIST}"
)
_SUCCESSIONS = (
    (_KNOWN_AS, "known-as"),
    (_FORMERLY, "formerly"),
    (_FORMERLY_COMMA, "formerly"),
    (_ASSIGNED, "assigned-name"),
)
_ONCE = ("formerly", "previously", "originally", "initially", "once", "f/k/a")
_TODAY = ("now", "currently")
_ORDINARY_ENDING = re.compile(
    r"(?:ly|tion|sion|ous|ed|ing|ment|al|ic|ity|er|or|ies|apy|cine|body|cebo|ase|ates?|ance|ence|ive|ary|ers|"
    r"ors|als|ics|ble|ism|ist|sis|gene|cells?|drug|dose|trial|study|ment|ful|ness|ship|ward|cule|ule|ism)$"
)


@dataclass(frozen=True, slots=True)
class _Link:
    """Two names of one drug, and where the second is printed."""

    key: str
    other: str
    printed: str
    span: Span  # counts into the release
    sentence: Span
    former: str | None  # the key that is the older name, where the text says so
    rule: str


def _key_of(name: str) -> str:
    code = next(find_codes(name), None)
    return (
        code.key
        if code and code.span.start == 0 and code.span.end == len(name)
        else fold(name.split(" ")[0] if has_stem(name.split(" ")[0]) else name)
    )


def _is_name(name: str, *, quoted: bool = False) -> bool:
    """Tell whether words in a place where a name is expected can be one."""
    first = name.split(" ")[0]
    if re.fullmatch(
        MARK
        + "?"
        + r"|(?:the|a|an|our|its|see|and|or|as|in|of|for|to|Company|Corporation|Nasdaq|NASDAQ|TSX|NYSE|Phase|"
        r"phase)",
        first,
    ):
        return False
    if any(found.span.start == 0 for found in find_codes(name)):
        return True
    if has_stem(first):
        return True
    if quoted:
        return first[0].islower() or any(character.islower() for character in first)
    return (first[0].isupper() or any(character.isupper() for character in first[1:])) and len(first) > 3


def _links(reading: _Release, weighed: dict[str, _Weighed]) -> Iterator[_Link]:
    """Yield what the release says of two names being one drug's."""
    last: str | None = None
    by_sentence: dict[int, list[DrugName]] = defaultdict(list)
    for entry in weighed.values():
        for number, name in entry.names:
            by_sentence[number].append(name)
    for number, sentence in enumerate(reading.sentences):
        if sentence.tabular:
            continue
        words = sentence.words
        names = sorted(by_sentence[number], key=lambda name: name.span)
        for name in names:
            yield from _links_from(name, sentence, reading)
        for match in _WERE_KNOWN.finditer(words):
            if last is not None and not any(
                match.start() <= name.span.start < match.start("names") for name in names
            ):
                yield from _each(match, last, sentence, "candidates.was-known-as", older=True)
        likely = [
            name.key
            for name in names
            if name.shape in (Shape.CODE, Shape.MARKED) or weighed[name.key].points() >= 3
        ]
        last = likely[-1] if likely else last


def _links_from(name: DrugName, sentence: Sentence, reading: _Release) -> Iterator[_Link]:
    words, at = sentence.words, name.span.end
    until = at + 160
    for pattern, rule in _SUCCESSIONS:
        if match := pattern.match(words, at, until):
            when = (match["when"] or "").lower()
            found = list(
                _each(
                    match,
                    name.key,
                    sentence,
                    f"candidates.{rule}",
                    older=when in _ONCE,
                    newer=when in _TODAY or rule == "assigned-name",
                )
            )
            if found:
                yield from found
                return
    if name.shape is Shape.APPROVED:
        return
    if match := _BRACKET.match(words, at, until):
        inner, rest = re.sub(MARK + "$", "", match["names"]), match["rest"]
        is_code = any(True for _ in find_codes(inner))
        whole = re.match(r"[\"']?\)", rest) is not None or has_stem(inner.split(" ")[0])
        marked = match["names"] != inner
        plain = inner.split(" ")[0]
        invented = (
            name.shape in (Shape.CODE, Shape.MARKED)
            and plain.islower()
            and len(plain) > 6
            and not _ORDINARY_ENDING.search(plain)
            and not _NO_NAME.match(plain)
        )
        if whole and _key_of(inner) != name.key:
            same_family = is_code and name.shape is Shape.CODE and _head(inner) == _head(name.printed)
            if (
                (
                    is_code
                    or marked
                    or match["quote"]
                    or has_stem(inner.split(" ")[-1])
                    or has_stem(plain)
                    or invented
                )
                and not same_family
                and (not match["quote"] or _is_name(inner, quoted=True))
            ):
                yield from _each(match, name.key, sentence, "candidates.bracket", quoted=True)
    if (match := _SLASH.match(words, at, until)) and name.shape in (Shape.CODE, Shape.MARKED, Shape.STEM):
        other = match["names"]
        is_code = any(code.span.start == 0 for code in find_codes(other))
        if (is_code and _head(other) != _head(name.printed)) or (
            not is_code
            and name.shape is Shape.CODE
            and other[0].isupper()
            and not other.isupper()
            and len(other) > 4
        ):
            yield from _each(match, name.key, sentence, "candidates.slash")


def _head(code: str) -> str:
    return re.match(r"[A-Za-z]*", code)[0].upper()  # type: ignore[index]


def _each(
    match: re.Match[str],
    key: str,
    sentence: Sentence,
    rule: str,
    *,
    older: bool = False,
    newer: bool = False,
    quoted: bool = False,
) -> Iterator[_Link]:
    start = match.start("names")
    for piece in re.finditer(rf"{_NAME}", match["names"]):
        printed = piece[0]
        if printed.lower() in ("or", "and", "r", "tm", "sm") or not _is_name(printed, quoted=quoted):
            continue
        other = _key_of(printed)
        if other != key:
            span = Span(start + piece.start(), start + piece.end()).moved(sentence.span.start)
            yield _Link(
                key, other, printed, span, sentence.span, other if older else key if newer else None, rule
            )


# --- from names to candidates ---------------------------------------------------------------


def _gather(reading: _Release, weighed: dict[str, _Weighed], links: list[_Link]) -> Iterator[Candidate]:
    accepted = {key for key, entry in weighed.items() if entry.names and _is_candidate(key, entry, reading)}
    accepted |= _kin(accepted, weighed, links, reading)
    leader = {key: key for key in {*weighed, *(link.other for link in links), *(link.key for link in links)}}

    def root(key: str) -> str:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for link in links:
        leader[root(link.other)] = root(link.key)
    families: dict[str, list[str]] = defaultdict(list)
    for key in leader:
        families[root(key)].append(key)
    candidates = []
    for members in families.values():
        own = [key for key in members if key in accepted]
        if own or _vouched(members, weighed, links):
            candidate = _candidate(members, reading, weighed, [link for link in links if link.key in members])
            if candidate is not None:
                candidates.append(candidate)
    yield from sorted(candidates, key=lambda candidate: candidate.mentions[0])


def _kin(accepted: set[str], weighed: dict[str, _Weighed], links: list[_Link], reading: _Release) -> set[str]:
    """Codes with the same letters as an accepted one: a company numbers all its drugs alike."""
    printed = [
        name.printed
        for key in accepted
        for _, name in weighed[key].names[:1]
        if name.shape in (Shape.CODE, Shape.WEAK_CODE)
    ]
    printed += [link.printed for link in links if link.key in accepted]
    heads = {_head(name) for name in printed if any(character.isdigit() for character in name)} - {""}
    return {
        key
        for key, entry in weighed.items()
        if entry.names
        and not entry.blame
        and not entry.company
        and entry.names[0][1].shape in (Shape.CODE, Shape.WEAK_CODE)
        and any(character.isdigit() for character in entry.names[0][1].printed)
        and _head(entry.names[0][1].printed) in heads
        and len(_head(entry.names[0][1].printed)) > 1
        and any(
            not reading.careers[number] and not reading.sentences[number].tabular for number, _ in entry.names
        )
    }


def _vouched(members: list[str], weighed: dict[str, _Weighed], links: list[_Link]) -> bool:
    """Accept a drug whose names are explained, and of which something is said under one of them."""
    told = [link for link in links if link.key in members and link.rule != "candidates.bracket"]
    if any(link.rule == "candidates.assigned-name" for link in told):
        return True
    return bool(told) and any(
        weighed[key].praise["trial"] + weighed[key].praise["apposed"] > weighed[key].blame
        and weighed[key].names[0][1].shape in (Shape.CODE, Shape.STEM, Shape.MARKED)
        for key in members
        if key in weighed and weighed[key].names
    )


def _candidate(
    members: list[str], reading: _Release, weighed: dict[str, _Weighed], links: list[_Link]
) -> Candidate | None:
    places: dict[Span, tuple[str, str, int]] = {}
    for key in members:
        for number, name in weighed[key].names if key in weighed else ():
            sentence = reading.sentences[number]
            places[name.span.moved(sentence.span.start)] = (key, name.printed, number)
    for link in links:
        places.setdefault(link.span, (link.other, link.printed, -1))
    if not places:
        return None
    former = {link.former for link in links}
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    weight: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for span in sorted(places):
        key, printed, number = places[span]
        shouted = number >= 0 and _shouts(reading.sentences[number].words)
        forms[key][printed] += 1 if shouted and not any(character.isdigit() for character in printed) else 10
        first.setdefault(key, span)
        if number >= 0:
            weight[key] += 4 if reading.sentences[number].section is SectionKind.HEADLINE else 1
    best = max(
        members, key=lambda key: (key not in former, weight[key], -first[key].start if key in first else 0)
    )
    chosen = _printed(forms[best], best, weighed)
    rules = {link.other: link.rule for link in links}
    proofs = {link.other: link for link in links}
    aliases = [
        Alias(name=printed, span=span, rule="candidates.salt")
        for printed, span in _longer_forms(chosen, best, places)
    ]
    for key in sorted((key for key in members if key != best and key in first), key=lambda key: first[key]):
        span = proofs[key].span if key in proofs else first[key]
        printed = proofs[key].printed if key in proofs else _printed(forms[key], key, weighed)
        aliases.append(Alias(name=printed, span=span, rule=rules.get(key, "candidates.known-as")))
        short = printed.split(" ")[0]
        if short != printed and has_stem(short):
            aliases.append(
                Alias(name=short, span=Span(span.start, span.start + len(short)), rule="candidates.salt")
            )
    shape = next(
        (name.shape for key in [best, *members] if key in weighed for _, name in weighed[key].names),
        Shape.WORD,
    )
    return Candidate(
        name=chosen,
        aliases=tuple(aliases),
        mentions=tuple(sorted(places)),
        rule=f"candidates.{shape.value.replace(' ', '-')}",
    )


def _longer_forms(name: str, key: str, places: dict[Span, tuple[str, str, int]]) -> list[tuple[str, Span]]:
    """The name with its salt, where the release prints that too: "kernakalant hydrochloride"."""
    longer: dict[str, tuple[str, Span]] = {}
    for span, (other, printed, _) in sorted(places.items()):
        if other == key and fold(printed) != fold(name) and fold(printed).startswith(fold(name)):
            longer.setdefault(fold(printed), (printed, span))
    return list(longer.values())


def _printed(forms: Counter[str], key: str, weighed: dict[str, _Weighed]) -> str:
    """Choose the form that is printed most; a nonproprietary name is written small unless it never is."""
    name = forms.most_common(1)[0][0]
    shape = weighed[key].names[0][1].shape if key in weighed and weighed[key].names else None
    if shape in (Shape.STEM, Shape.APPROVED):
        small = [form for form in forms if form[0].islower()]
        form = small[0] if small else name
        first = form if form.lower().endswith("vec") else form.split(" ")[0]
        return first if small or not first.isupper() else first.capitalize()
    return name
