"""From accepted names and what ties them to candidates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from filings.domain import Alias, Candidate, SectionKind, Span
from filings.drugs import MISPRINT, Shape, has_stem, qualified, with_formulation
from filings.extractors.candidates.aliases import Link, head_of
from filings.extractors.candidates.sightings import Weighed
from filings.extractors.candidates.surroundings import Reading, shouts
from filings.extractors.candidates.weighing import is_candidate
from filings.prose import fold


def gather_candidates(
    reading: Reading, weighed: dict[str, Weighed], links: list[Link]
) -> Iterator[Candidate]:
    accepted = {key for key, entry in weighed.items() if entry.names and is_candidate(key, entry, reading)}
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


def _kin(accepted: set[str], weighed: dict[str, Weighed], links: list[Link], reading: Reading) -> set[str]:
    """Codes with the same letters as an accepted one: a company numbers all its drugs alike."""
    printed = [
        name.printed
        for key in accepted
        for _, name in weighed[key].names[:1]
        if name.shape in (Shape.CODE, Shape.WEAK_CODE)
    ]
    printed += [link.printed for link in links if link.key in accepted]
    heads = {head_of(name) for name in printed if any(character.isdigit() for character in name)} - {""}
    return {
        key
        for key, entry in weighed.items()
        if entry.names
        and not entry.blame
        and not entry.company
        and entry.names[0][1].shape in (Shape.CODE, Shape.WEAK_CODE)
        and (any(character.isdigit() for character in entry.names[0][1].printed) or entry.praise["trial"])
        and head_of(entry.names[0][1].printed) in heads
        and len(head_of(entry.names[0][1].printed)) > 1
        and any(
            not reading.careers[number] and not reading.sentences[number].tabular for number, _ in entry.names
        )
    }


_NO_VOUCHER = ("candidates.bracket", "candidates.written-out", MISPRINT)
"""What ties two names together without a word of what they name."""


def _vouched(members: list[str], weighed: dict[str, Weighed], links: list[Link]) -> bool:
    """Accept a drug whose names are explained, and of which something is said under one of them."""
    told = [link for link in links if link.key in members and link.rule not in _NO_VOUCHER]
    if any(link.rule == "candidates.assigned-name" for link in told):
        return True
    return bool(told) and any(
        weighed[key].praise["trial"] + weighed[key].praise["apposed"] > weighed[key].blame
        and weighed[key].names[0][1].shape in (Shape.CODE, Shape.STEM, Shape.COINED, Shape.MARKED)
        for key in members
        if key in weighed and weighed[key].names
    )


def _candidate(
    members: list[str], reading: Reading, weighed: dict[str, Weighed], links: list[Link]
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
        shouted = number >= 0 and shouts(reading.sentences[number].words)
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


def _printed(forms: Counter[str], key: str, weighed: dict[str, Weighed]) -> str:
    """Choose the form that is printed most; a nonproprietary name is written small unless it never is."""
    name = forms.most_common(1)[0][0]
    shape = weighed[key].names[0][1].shape if key in weighed and weighed[key].names else None
    if shape in (Shape.STEM, Shape.COINED, Shape.APPROVED):
        small = [form for form in forms if form[0].islower()]
        form = small[0] if small else name
        first = form if form.lower().endswith(("vec", "leucel")) else _without_salt(form)
        return first if small or not first.isupper() else first.capitalize()
    return name


def _without_salt(form: str) -> str:
    """Leave out the salt of a name, not the word that a biological's name needs.

    >>> _without_salt("velorisant mesylate"), _without_salt("velorase alfa"), _without_salt("Kelvara XR")
    ('velorisant', 'velorase alfa', 'Kelvara XR')
    """
    end = len(form.split(" ")[0])
    return form[: with_formulation(form, qualified(form, end))]
