"""The page of a contact, and the list of all."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, Max, Min, Q
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from filings.ingest.people import contact_at
from filings.models import Contact, ContactAppearance
from filings.telephones import Printing, over_time
from filings.views.listing import BY_RELEASE, LIST_SIZE, counted, paginated, wanted_name


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where and how a contact was printed over time."""
    found = Contact.objects.filter(slug=slug).first()
    if found is None:  # another name of somebody?
        found = contact_at(slug)
        if found is None:
            raise Http404("No contact of that name.")
        return redirect(found)
    appearances = (
        ContactAppearance.objects.filter(contact=found)
        .select_related("contact", "release__filing__registrant")
        .defer("release__text", "release__body_html")
        .order_by(*BY_RELEASE)
    )
    return render(
        request,
        "filings/contact.html",
        {
            "contact": found,
            "appearances": paginated(request, appearances, LIST_SIZE),
            "numbers": over_time(_printings(found)),
        },
    )


def _printings(contact: Contact) -> Iterator[Printing]:
    """Yield every number that a release prints for a contact, the oldest first."""
    rows = contact.appearances.order_by(F("release__date").asc(nulls_first=True), "pk")
    for phones, place, day in rows.values_list("phones", "release__place", "release__date"):
        yield from (Printing(printed, place, day) for printed in phones)


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """List every contact."""
    wanted = wanted_name(request)
    rows = Contact.objects.all()
    if wanted:
        named = ContactAppearance.objects.filter(
            Q(organisation__icontains=wanted)
            | Q(role__icontains=wanted)
            | Q(title__icontains=wanted)
            | Q(printed_name__icontains=wanted)
        )
        rows = rows.filter(Q(name__icontains=wanted) | Q(pk__in=named.values("contact")))
    page = paginated(
        request,
        rows.order_by(Lower("name"), "pk"),
        LIST_SIZE,
        counted(
            Contact,
            appearance_count=Count("appearances"),
            first=Min("appearances__release__date"),
            last=Max("appearances__release__date"),
            organisation=Max("appearances__organisation"),
        ),
    )
    return render(request, "filings/contacts.html", {"page": page, "wanted": wanted})
