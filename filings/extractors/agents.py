"""Other drugs, usually approved ones, that are given with a candidate or compared with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from filings.domain import Candidate, Fact, FactKind, ReleaseText, SectionKind, Span
from filings.drugs import MARK, Shape, find_approved, find_drug_names, has_stem
from filings.prose import Sentence, fold, sentences

_FILLER = r"(?:(?!(?:prior|previous|failed)\b)[\w'()/%.+-]+,? )"
_WITH = re.compile(
    r"(?:\b(?:in combination with|combin\w+ (?:[\w-]+ ){0,4}(?:with|of)|together with|along with|alongside|"
    r"side by side with|"
    r"(?:joined|married|coupled|paired|partnered) (?:to|with)|"
    r"plus|versus|vs\.?|compared (?:to|with)|comparison (?:to|with)|comparing|against|added to|in addition to|"
    r"add-on (?:therapy |treatment )?to|adjunct(?:ive)? (?:therapy |treatment )?to|"
    r"addition of|"
    r"adding|"
    r"followed by|on top of|as (?:good|effective|well|safe|potent|active) as|(?:better|worse|longer|faster|"
    r"more effective|safer|more potent) than|superior(?:ity)? (?:to|over)|(?:improvement|advantage|benefit|gain) over|"
    r"(?:non-?)?inferior(?:ity)? to|comparable to|"
    r"alone or with|with or without|co-administered with|administered with|given with|backgrounds? of|"
    r"background (?:therapy|treatment|medication|regimen)s? (?:of|with)|stable (?:doses?|regimens?|"
    r"therapy) (?:of|with)|"
    r"(?:lymphodepletion|conditioning|preconditioning|premedication|pretreatment|lymphodepleting chemotherapy|"
    r"immunosuppression|prophylaxis|induction|consolidation|maintenance) (?:(?:is|was|will be) )?(?:with|of|using|by)|"
    r"standard[- ](?:of[- ]care|therapy|treatment),?(?: of| with|(?= \())|regimens? (?:of|with)|chemotherapy,?(?= \()|"
    r"reference(?: product)?|equivalen(?:t|"
    r"ce) (?:to|with)|"
    r"randomi[sz]ed to|switched (?:from|to)|than (?:with|on|for|by|those (?:on|given|treated with|receiving))|"
    r"(?:more|less|better|fewer|higher|lower|greater|faster|longer)(?: [\w-]+){0,3} than|backbone of|"
    r"active (?:control|comparator),?|"
    r"combination)|\+) "
    rf"{_FILLER}{{0,6}}[\"'(]*$",
    re.IGNORECASE,
)
_PLAIN_WITH = re.compile(
    r"\b(?:with|receives?|received|receiving|takes?|taking|took|(?:stay|stays|stayed|remain|remained|"
    r"remaining|continued?|change|patients|people) (?:on|from)|from infusions of|on stable|"
    r"doses? of) (?:[\w'/-]+ ){0,3}[\"'(]*$",
    re.IGNORECASE,
)
_AS_COMPARATOR = re.compile(
    rf"{MARK}?[\"')]*(?: \w+)? (?:as (?:an? |the )?(?:active )?(?:comparator|control|reference|background|"
    rf"backbone)|"
    r"(?:group|arm|comparator|control)\b|biosimilars?\b|(?:\w+ ){1,5}(?:better|worse|faster)\b)"
)
_COMPARISON = (
    r"\b(?:(?:compared|comparison|comparable) (?:to|with)|versus|vs\.?|(?:non-?)?inferior(?:ity)? to|"
    r"superior(?:ity)? to|active (?:control|comparator),?|"
    r"(?:or|with|to|versus|against) (?:the |an? )?(?:already |currently )?(?:licensed|approved|marketed|"
    r"commercially available|authori[sz]ed|registered|comparator|control|reference) "
    r"(?:[\w/+-]+ ){0,2}[\w/+-]+)"
)
_COMPARED = re.compile(rf"{_COMPARISON} (?:the )?[\"'(]*$", re.IGNORECASE)
"""Before a marked name: no company compares its drug with anything but another drug."""
_COMPARED_WITH_A_BRAND = re.compile(
    rf"(?i:{_COMPARISON}) ([A-Z][a-z]{{2,12}}[A-Z][a-z]{{2,12}})(?!\w|'s?| [A-Z])"
)
"""A brand of two words written as one, without its mark."""
_INCLUDED_AS = re.compile(
    rf"{MARK}?[\"')]*,? (?:\w+ ){{0,3}}(?:as|in) (?:an? |the )?(?:active |positive )?"
    r"(?:comparator|control|reference)(?: arm| group)?\b"
)
_BIOSIMILAR = re.compile(r"\bbiosimilar (?:to|of|referencing|version of) [A-Z][\w-]+[^\w(]{0,4} ?\($")
_ALONE = re.compile(rf"{MARK}?[\"')]* (?:either )?(?:alone|monotherapy)\b")
_BEFOREHAND = re.compile(
    r"\b(?:(?P<then>previously|prior|previous|earlier|fail(?:ed|ure)|(?<!-)refractory|(?<!-)resistan\w+|"
    r"progress(?:ed|ion)|despite|courses? of|relaps\w+|intoleran\w+|"
    r"already (?:had|received|taken|been given|been treated)|came back after|ineligible for)|"
    r"responded? to|such as|like|unlike|similar to|known as|analog\w*|derivatives?|treatments? (?:include|are)|"
    r"therapies include|approved for|standard (?:drugs|treatments) are)\b[^;]{0,45}$",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:in combination with|combined with|together with|along with|alongside|added to|co-?administered with|"
    r"plus) (?:(?!(?:prior|previous|failed)\b)[\w/+-]+ ){0,4}[\"'(]*$",
    re.IGNORECASE,
)
"""What is given now, though the patients were told of before: "in relapsed myeloma in combination with X"."""
_AFTER_AN_EVENT = re.compile(
    r"\b(?:recover(?:s|ed|ing)|resolv(?:es|ed|ing)|hospitali[sz]ed|subsided|was managed|were managed)\b[^;]{0,60}"
    r"\b(?:with|by|on|of) (?:[\w-]+ ){0,2}[\"'(]*$",
    re.IGNORECASE,
)
_CONDITIONING = re.compile(
    r"\b(?:lymphodeplet\w+|(?:pre)?conditioning|premedication)(?: [\w-]+){0,3} (?:with|of|using|by) "
    r"(?:[\w-]+ ){0,2}[\"'(]*$",
    re.IGNORECASE,
)
"""Right before a drug that prepares patients for the candidate, whatever they had before."""
_NOT_GIVEN = re.compile(
    rf"{MARK}?[ -](?:resistant|refractory|na[iï]ve|agonists?|antagonists?|receptors?|"
    rf"modulators?|analog\w*|derivatives?|failures?|experienced|treated)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    rf"{MARK}?[\"')]*(?: \([^()]{{1,40}}\))?(?:/ ?|(?:,| and| or|, and|, or| \+| plus) (?:[\w()-]+ ){{0,2}})[\"'(]*$"
)
_JOINED = re.compile(rf"{MARK}?[\"')]*(?: ?\([^()]{{1,30}}\))? (?:and|plus|or|\+|/|with) (?:an? )?$|/$")
_BEFORE_CANDIDATE = re.compile(
    rf"{MARK}?[\"')]* (?:and|plus|\+|with|in combination with|together with|followed by|"
    rf"combined with) (?:[\w-]+ ){{0,2}}[\"'(]*$"
)
_ARMS = re.compile(
    r"\b(?:randomi[sz]\w+|comparators?|comparison|arms?|versus|placebo|half (?:of |were|was|receiv|get|got|the)|"
    r"(?:those|people|patients|subjects|volunteers|adults|children|women|men) (?:who (?:were |are )?)?"
    r"(?:given|treated with|receiving|on|taking)|(?:is|are|was|were) (?:being )?(?:given|compared|tested against)|"
    r"head[- ]to[- ]head|either)\b|"
    r"\d ?(?:%|per ?cent\b)|\b(?:per ?cent|percent) (?:for|on|with|of those)",
    re.IGNORECASE,
)
"""Words of a sentence that tells of the arms of a trial: an approved drug in it is one of them."""
_IN_REGIMEN = re.compile(
    rf"{MARK}?[\"')]*(?: (?:combination|doublet|triplet|backbone|regimen|add-on)\b|-(?:based|containing) "
    r"(?:[\w-]+ )?(?:regimens?|combination|chemotherapy|therapy|treatment|backbone|standard)\b)",
    re.IGNORECASE,
)
_NO_ARM = re.compile(
    rf"{MARK}?[\"')]*,? (?:is|are|was|were|has been|have been|had been) (?:\w+ )?(?:approved|marketed|sold|used|"
    r"indicated|available|barred|excluded|prohibited|forbidden|allowed|permitted|a |an |the )",
    re.IGNORECASE,
)
_AROUND = 120
_NEAR = 3
"""How many paragraphs back the candidate may be named of whose trial a sentence tells."""

_TRIAL = re.compile(
    r"\b(?:phase [1-4i]+|trials?|stud(?:y|ies)|patients|subjects|participants|adults|children|boys|girls|infants|"
    r"volunteers|enroll?ed|cohorts?|arms?)\b",
    re.I,
)

_OUTCOME = re.compile(
    r"\b(?:placebo|randomi[sz]\w+|comparators?|control (?:arm|group)|head[- ]to[- ]head|endpoints?|"
    r"(?:response|survival|remission|relapse|cure|bleeding|healing|event) rates?)\b",
    re.IGNORECASE,
)
"""Words of a sentence that tells of a trial's outcome without speaking of a trial."""


def find_agents(release: ReleaseText, candidates: Sequence[Candidate]) -> Iterator[Fact]:
    """Yield each drug given with a candidate, after it or against it, once, at its first place.

    The general name is preferred to the brand where both are printed. Skips earlier treatments ("failed X"),
    drugs a candidate was derived from, and drugs that are merely approved for the disease.
    """
    if not candidates:
        return
    own = {
        fold(name)
        for candidate in candidates
        for name in (candidate.name, *(alias.name for alias in candidate.aliases))
    }
    mentions = {span for candidate in candidates for span in candidate.mentions}
    reading = sentences(release)
    local = (
        [sorted(span for span in mentions if sentence.span.holds(span)) for sentence in reading]
        if len(mentions) < 50
        else _local(reading, sorted(mentions))
    )
    paragraphs = {sentence.paragraph for sentence, spans in zip(reading, local, strict=True) if spans}
    found: dict[str, tuple[Span, str, str]] = {}
    generals: dict[str, str] = {}
    for sentence, spans in zip(reading, local, strict=True):
        near = spans or sentence.paragraph in paragraphs or sentence.section is not SectionKind.BODY
        about = not near and (
            any(sentence.paragraph - back in paragraphs for back in range(1, _NEAR + 1))
            and (_TRIAL.search(sentence.words) or _OUTCOME.search(sentence.words)) is not None
        )
        if sentence.tabular or not (near or about):
            continue
        for span, printed, general, rule in _agents_of(
            sentence,
            [span.moved(-sentence.span.start) for span in spans if span.start >= sentence.span.start],
            own,
        ):
            generals.setdefault(fold(general), general)
            found.setdefault(fold(general), (span.moved(sentence.span.start), printed, rule))
            if fold(printed) == fold(general) and fold(found[fold(general)][1]) != fold(general):
                found[fold(general)] = (span.moved(sentence.span.start), printed, rule)
    whole = {general.split(" ")[0] for general in map(str.lower, generals.values()) if " " in general}
    for general in [key for key, name in generals.items() if name.lower() in whole]:
        del found[general]  # "epoetin" is short for the "epoetin alfa" of another sentence
    for general, (span, printed, rule) in sorted(found.items(), key=lambda item: item[1][0]):
        is_brand = not has_stem(printed.split(" ")[0]) and next(find_approved(printed), None) is None
        value = (
            printed.lower()
            if fold(printed) == general
            and not is_brand
            and not any(c.isupper() for c in printed[1:] if not printed.isupper())
            else printed
        )
        yield Fact(kind=FactKind.COMBINATION_AGENT, value=value, span=span, rule=rule)


def _local(reading: Sequence[Sentence], mentions: list[Span]) -> list[list[Span]]:
    """Sort many mentions into their sentences in one pass."""
    result: list[list[Span]] = []
    at = 0
    for sentence in reading:
        while at < len(mentions) and mentions[at].start < sentence.span.start:
            at += 1
        here = at
        while here < len(mentions) and mentions[here].end <= sentence.span.end:
            here += 1
        result.append(mentions[at:here])
    return result


def _agents_of(
    sentence: Sentence, candidates: list[Span], own: set[str]
) -> Iterator[tuple[Span, str, str, str]]:
    """Yield the agents of one sentence: place, printed name, general name, rule."""
    words = sentence.words
    general = {
        span: value
        for span, value in find_approved(words)
        if fold(value) not in own and fold(span.of(words)) not in own
    }
    unknown = {
        name.span: name.printed
        for name in find_drug_names(words)
        if (
            name.shape is Shape.STEM
            or (name.marked and _COMPARED.search(words[: name.span.start][-_AROUND:]))
        )
        and name.key not in own
        and fold(name.printed) not in own
    }
    unknown |= {
        Span(*match.span(1)): match[1]
        for match in _COMPARED_WITH_A_BRAND.finditer(words)
        if fold(match[1]) not in own and Span(*match.span(1)) not in general
    }
    accepted: list[Span] = []
    passed: list[Span] = []
    for span in sorted({*general, *unknown}):
        if any(span.start < mention.end and mention.start < span.end for mention in candidates):
            continue
        left, right = words[max(0, span.start - _AROUND) : span.start], words[span.end : span.end + _AROUND]
        reach = max((mention.end for mention in candidates if mention.end <= span.start), default=0)
        before = words[max(reach, span.start - _AROUND) : span.start]
        if _NOT_GIVEN.match(right) or _AFTER_AN_EVENT.search(before):
            continue
        if _was_before(before, span.start - len(before), [*general, *unknown]):
            continue
        rule = _relation(words, span, left, right, candidates, accepted, known=span in general)
        if not rule and accepted and _is_gloss(words, accepted[-1], span, general):
            rule = "glossed"
        if rule:
            for earlier in reversed(passed):
                if not _JOINED.match(words[earlier.end : span.start]):
                    break
                yield earlier, earlier.of(words), general[earlier], "agents.listed"
            passed = []
            accepted.append(span)
            yield span, span.of(words), general.get(span, unknown.get(span, "")), f"agents.{rule}"
        elif span in general:
            passed = (
                [*passed, span] if not passed or _JOINED.match(words[passed[-1].end : span.start]) else [span]
            )


def _was_before(left: str, start: int, drugs: list[Span]) -> bool:
    """Tell whether the words before a drug, which begin at `start`, say that it was given before the candidate."""
    earlier = _BEFOREHAND.search(left)
    if earlier is None or _CONDITIONING.search(left):
        return False
    now = _NOW.search(left, earlier.end("then")) if earlier["then"] else None
    return now is None or any(start + earlier.start() <= drug.start < start + now.start() for drug in drugs)


def _is_gloss(words: str, earlier: Span, span: Span, general: dict[Span, str]) -> bool:
    """Tell whether a name in brackets is the general name of the agent before it: "Taxotere (docetaxel)"."""
    same = general.get(earlier) is not None and general.get(earlier) == general.get(span)
    return same and re.fullmatch(rf"{MARK}?[\"']? ?[(\[]", words[earlier.end : span.start]) is not None


def _relation(
    words: str,
    span: Span,
    left: str,
    right: str,
    candidates: list[Span],
    accepted: list[Span],
    *,
    known: bool,
) -> str | None:
    """Say how a drug is related to the candidate, or None."""
    if _WITH.search(left):
        return "combined"
    if known and _IN_REGIMEN.match(right):
        return "regimen"
    if (
        _COMPARED.search(left)
        or _INCLUDED_AS.match(right)
        or (known and (_AS_COMPARATOR.match(right) or _BIOSIMILAR.search(left)))
    ):
        return "compared"
    before = [place for place in (*candidates, *accepted) if 0 <= span.start - place.end < 60]
    if any(_LISTED.match(words[place.end : span.start]) for place in before):
        return "listed"
    behind = [place for place in candidates if 0 <= place.start - span.end < 60]
    if any(_BEFORE_CANDIDATE.match(words[span.end : place.start]) for place in behind):
        return "before"
    if known and (_PLAIN_WITH.search(left) or _ALONE.match(right)):
        return "given"
    if known and _ARMS.search(words) and not _NO_ARM.match(right):
        return "arm"
    return None
