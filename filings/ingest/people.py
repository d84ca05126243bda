"""Contacts over all releases: one person under every name that is judged to be theirs, and departments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from filings.domain import ContactFact, FilingRecord
from filings.ingest.addresses import free_slugs
from filings.ingest.fitting import fitted
from filings.ingest.judged import Judged
from filings.models import Contact, ContactAppearance, ContactJudgement, Registrant, Release
from filings.naming import fold_person, is_shouted, slug
from filings.overlay.values import CORRECTED


@dataclass(frozen=True, slots=True)
class Person:
    """Whose a judged name is: the name that was chosen for them, folded and as it was written."""

    folded: str
    name: str


def judged_people() -> dict[str, Person]:
    """Return whose each judged name is, by the name as folded; the latest judgement chooses what they are called."""
    judged = judged_contacts()
    people: dict[str, Person] = {}
    for first, *_ in chain.from_iterable(reversed(_groups())):
        person = Person(fold_person(first), first)
        if person.folded not in people:
            people |= {name: person for name in judged.together(person.folded) if name not in people}
    return people


def judged_contacts() -> Judged:
    """Return the judgements about contacts in force, by names as folded."""
    return Judged([[[fold_person(name) for name in group] for group in groups] for groups in _groups()])


def _groups() -> list[list[list[str]]]:
    return list(ContactJudgement.objects.filter(undone_at=None).values_list("groups", flat=True))


def names_of(contact: Contact) -> list[str]:
    """Return every name of a person, in print or judged to be theirs: the one that is shown first."""
    printed = contact.appearances.exclude(printed_name="").values_list("printed_name", flat=True)
    theirs = {name for name, person in judged_people().items() if person.folded == contact.folded}
    judged = (
        name for group in chain.from_iterable(_groups()) for name in group if fold_person(name) in theirs
    )
    names = {fold_person(name): name for name in chain(judged, sorted(printed), [contact.name])}
    names.pop(fold_person(contact.name))
    return [contact.name, *names.values()]


def contact_at(address: str) -> Contact | None:
    """Return the contact to which the address of another of their names leads."""
    folded = address.replace("-", "")
    person = judged_people().get(folded)
    return Contact.objects.filter(folded=person.folded if person else folded, is_department=False).first()


def write(record: FilingRecord, releases: list[Release], registrant: Registrant) -> None:
    """Write the contacts that a filing's releases print."""
    people = judged_people()
    found = [
        (row, fact, _contact(fact, registrant, people))
        for row, release in zip(releases, record.releases, strict=True)
        for fact in release.facts.contacts
    ]
    by_hand = {contact.folded: contact.name for _, fact, contact in found if fact.rule == CORRECTED}
    by_hand |= {person.folded: person.name for person in people.values()}
    known = _saved({contact.folded: contact for _, _, contact in found}, by_hand)
    ContactAppearance.objects.bulk_create(
        fitted(
            ContactAppearance(
                contact=known[contact.folded],
                release=row,
                printed_name=fact.name or "",
                organisation=fact.organisation or "",
                role=fact.role or "",
                title=fact.title or "",
                phones=list(fact.phones),
                emails=list(fact.emails),
                start=fact.span.start,
                end=fact.span.end,
                rule=fact.rule,
            )
        )
        for row, fact, contact in found
    )


def settle(names: Iterable[str]) -> set[int]:
    """Tie what is printed under these names, folded, to those whose they are judged to be.

    Returns the releases concerned. A contact under whose name nothing is printed any more is removed.
    """
    people = judged_people()
    near = {*names, *(people[name].folded for name in names if name in people)}
    rows = list(
        ContactAppearance.objects.filter(contact__folded__in=near, contact__is_department=False)
        .select_related("contact")
        .order_by("pk")
    )
    wanted = {row.pk: _person(row.printed_name or row.contact.name, people) for row in rows}
    by_hand = {person.folded: person.name for person in people.values()}
    known = _saved({contact.folded: contact for contact in wanted.values()}, by_hand)
    moved = [row for row in rows if row.contact.folded != wanted[row.pk].folded]
    for row in moved:
        row.contact = known[wanted[row.pk].folded]
    ContactAppearance.objects.bulk_update(moved, ["contact"])
    Contact.objects.filter(folded__in=near, is_department=False, appearances=None).delete()
    return {row.release_id for row in moved}


# --- rows -------------------------------------------------------------------------------------


def _contact(fact: ContactFact, registrant: Registrant, people: Mapping[str, Person]) -> Contact:
    """Return a contact that is not saved: a person by name, over all firms; a department by firm and role."""
    if fact.name:
        return _person(fact.name, people)
    name = ", ".join(part for part in (fact.organisation or registrant.name, fact.role) if part)
    return fitted(Contact(name=name, folded=f"department {slug(name)}", is_department=True))


def _person(name: str, people: Mapping[str, Person]) -> Contact:
    folded = fold_person(name)
    person = people.get(folded, Person(folded, name))
    return fitted(Contact(name=person.name, folded=person.folded or "unnamed"))


def _saved(wanted: dict[str, Contact], by_hand: Mapping[str, str]) -> dict[str, Contact]:
    """Return the saved rows of contacts by their folded name, making those that are new.

    A spelling that somebody chose (`by_hand`) prevails, then one that is not all capitals.
    """
    known = {contact.folded: contact for contact in Contact.objects.filter(folded__in=wanted)}
    for folded, contact in known.items():
        shouted = is_shouted(contact.name) and not is_shouted(wanted[folded].name)
        name = by_hand.get(folded) or (wanted[folded].name if shouted else contact.name)
        if name != contact.name:
            contact.name = name
            contact.save(update_fields=["name"])
    new = [contact for folded, contact in wanted.items() if folded not in known]
    for contact in new:
        contact.name = by_hand.get(contact.folded, contact.name)
    for contact, free in zip(new, free_slugs(Contact, [slug(c.name) for c in new]), strict=True):
        contact.slug = free
    known.update((contact.folded, contact) for contact in Contact.objects.bulk_create(new))
    return known
