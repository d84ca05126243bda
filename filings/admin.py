"""The keeper's view of every row. Extracted rows are read, never edited: filings.ingest alone writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from filings import models
from filings.proof import anchor

if TYPE_CHECKING:  # Django's own classes take no type parameters when they run
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline
else:
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline

admin.site.site_header = "Phaseline"
admin.site.site_title = "Phaseline"
admin.site.index_title = "What the archive holds"
admin.site.site_url = "/"


class ReadOnly:
    """No adding, changing or deleting. What was extracted is written anew by reading its filing again."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


class ReadOnlyAdmin(ReadOnly, ModelAdmin):
    """A list and a page for each row."""

    list_per_page = 50
    show_full_result_count = False
    defers: ClassVar[tuple[str, ...]] = ()  # long texts that a list does not show

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave long texts in the database while a list is shown."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is not None and (match.url_name or "").endswith("_changelist")
        return rows.defer(*self.defers) if is_list else rows


class ReadOnlyInline(ReadOnly, TabularInline):
    """Rows that belong to a row, beneath it."""

    extra = 0
    can_delete = False
    show_change_link = True


@admin.display(description="on the site")
def on_site(row: Model) -> SafeString:
    """Link to the page that readers see."""
    return format_html('<a href="{}">open</a>', row.get_absolute_url())  # type: ignore[attr-defined]


@admin.display(description="in the release")
def in_release(row: Any) -> SafeString:
    """Link to the words that prove a row."""
    place = f"{row.release.get_absolute_url()}#{anchor(row.start, row.end)}"
    return format_html('<a href="{}">show</a>', place)


class OriginalInline(ReadOnlyInline):
    model = models.Original
    fields = ("name", "size", "is_current", "extractor_version", "added_at")
    readonly_fields = ("added_at",)


class DocumentInline(ReadOnlyInline):
    model = models.Document
    fields = ("sequence", "type", "category", "media", "filename")


class ProblemInline(ReadOnlyInline):
    model = models.FilingProblem
    fields = ("code", "detail", "release")
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring the releases along, without their texts."""
        rows = super().get_queryset(request).select_related("release")
        return rows.defer("release__text", "release__body_html")


class AliasInline(ReadOnlyInline):
    model = models.ProductAlias
    fields = ("name", "folded")


class ClaimInline(ReadOnlyInline):
    model = models.PhaseClaim
    fields = ("product", "phase", "status", "indication", "evidence", "rule")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring the names along."""
        return super().get_queryset(request).select_related("product", "indication")


class AppearanceInline(ReadOnlyInline):
    model = models.ContactAppearance
    fields = ("role", "title", "organisation", "phones", "emails", "rule")


class FileInline(ReadOnlyInline):
    model = models.IngestFile
    fields = ("source", "outcome", "filing", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring the filings along."""
        return super().get_queryset(request).select_related("filing")


@admin.register(models.Registrant)
class RegistrantAdmin(ReadOnlyAdmin):
    list_display = ("name", "cik", on_site)
    search_fields = ("name", "folded", "=cik")


@admin.register(models.RegistrantName)
class RegistrantNameAdmin(ReadOnlyAdmin):
    list_display = ("name", "registrant", "folded")
    list_select_related = ("registrant",)
    search_fields = ("name", "folded", "registrant__name")


@admin.register(models.Filing)
class FilingAdmin(ReadOnlyAdmin):
    list_display = ("key", "form_type", "registrant", "filed_on", "signed_on", "format", on_site)
    list_filter = ("form_type", "format")
    list_select_related = ("registrant",)
    search_fields = ("key", "registrant__name", "signatory_name")
    date_hierarchy = "filed_on"
    inlines = (ProblemInline, DocumentInline, OriginalInline)


@admin.register(models.FilingRedirect)
class FilingRedirectAdmin(ReadOnlyAdmin):
    list_display = ("key", "filing")
    list_select_related = ("filing",)
    search_fields = ("key", "filing__key")


@admin.register(models.Original)
class OriginalAdmin(ReadOnlyAdmin):
    list_display = ("name", "filing", "size", "is_current", "extractor_version", "added_at")
    list_filter = ("is_current", "extractor_version")
    list_select_related = ("filing",)
    search_fields = ("name", "sha256", "filing__key")


@admin.register(models.Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ("filing", "sequence", "type", "category", "media", "filename")
    list_filter = ("category", "media")
    list_select_related = ("filing",)
    search_fields = ("filing__key", "filename", "description", "type")
    defers = ("text",)


@admin.register(models.DocumentPart)
class DocumentPartAdmin(ReadOnlyAdmin):
    list_display = ("document", "kind", "start", "end")
    list_filter = ("kind",)
    list_select_related = ("document",)
    search_fields = ("document__filing__key",)
    defers = ("document__text",)


@admin.register(models.Product)
class ProductAdmin(ReadOnlyAdmin):
    list_display = ("name", "slug", on_site)
    search_fields = ("name", "aliases__name")
    inlines = (AliasInline,)


@admin.register(models.ProductAlias)
class ProductAliasAdmin(ReadOnlyAdmin):
    list_display = ("name", "product", "folded")
    list_select_related = ("product",)
    search_fields = ("name", "folded", "product__name")


@admin.register(models.Indication)
class IndicationAdmin(ReadOnlyAdmin):
    list_display = ("name", "slug")
    search_fields = ("name",)


@admin.register(models.Release)
class ReleaseAdmin(ReadOnlyAdmin):
    list_display = ("headline", "date", "date_suspect", "registrant", "exhibit", on_site)
    list_filter = ("date_suspect",)
    list_select_related = ("filing__registrant",)
    search_fields = ("headline", "filing__key", "filing__registrant__name")
    date_hierarchy = "date"
    inlines = (ClaimInline, AppearanceInline)
    exclude = ("products", "indications")
    defers = ("text", "body_html")

    @admin.display(ordering="filing__registrant__name")
    def registrant(self, release: models.Release) -> str:
        """The company whose filing it came with."""
        return release.filing.registrant.name


class OfReleaseAdmin(ReadOnlyAdmin):
    """Rows read from a release."""

    defers: ClassVar[tuple[str, ...]] = ("release__text", "release__body_html")
    list_select_related: ClassVar[tuple[str, ...]] = ("release__filing",)


@admin.register(models.ReleaseSection)
class ReleaseSectionAdmin(OfReleaseAdmin):
    list_display = ("release", "kind", "start", "end")
    list_filter = ("kind",)
    search_fields = ("release__filing__key",)
    defers = ("release__text", "release__body_html", "html")


@admin.register(models.ReleaseFact)
class ReleaseFactAdmin(OfReleaseAdmin):
    list_display = ("kind", "value", "release", in_release, "rule")
    list_filter = ("kind", "rule")
    search_fields = ("value", "release__filing__key")


@admin.register(models.ReleaseProduct)
class ReleaseProductAdmin(OfReleaseAdmin):
    list_display = ("product", "printed_name", "release", "rule")
    list_filter = ("rule",)
    list_select_related = ("release__filing", "product")
    search_fields = ("printed_name", "product__name", "release__filing__key")


@admin.register(models.PhaseClaim)
class PhaseClaimAdmin(OfReleaseAdmin):
    list_display = ("product", "phase", "status", "indication", "evidence", in_release, "rule")
    list_filter = ("phase", "status", "rule")
    list_select_related = ("release__filing", "product", "indication")
    search_fields = ("product__name", "evidence", "release__filing__key")


@admin.register(models.Contact)
class ContactAdmin(ReadOnlyAdmin):
    list_display = ("name", "is_department", on_site)
    list_filter = ("is_department",)
    search_fields = ("name", "appearances__organisation")
    inlines = (AppearanceInline,)


@admin.register(models.ContactAppearance)
class ContactAppearanceAdmin(OfReleaseAdmin):
    list_display = ("contact", "role", "title", "organisation", in_release, "rule")
    list_select_related = ("release__filing", "contact")
    search_fields = ("contact__name", "organisation", "release__filing__key")


@admin.register(models.Quote)
class QuoteAdmin(OfReleaseAdmin):
    list_display = ("speaker", "title", "text", in_release, "rule")
    search_fields = ("speaker", "text", "release__filing__key")


@admin.register(models.FilingProblem)
class FilingProblemAdmin(OfReleaseAdmin):
    list_display = ("code", "detail", "filing", "release")
    list_filter = ("code",)
    list_select_related = ("release__filing", "filing")
    search_fields = ("detail", "filing__key")


@admin.register(models.IngestRun)
class IngestRunAdmin(ReadOnlyAdmin):
    list_display = ("started_at", "finished_at", "paths")
    inlines = (FileInline,)


@admin.register(models.IngestFile)
class IngestFileAdmin(ReadOnlyAdmin):
    list_display = ("source", "outcome", "run", "filing", "reason")
    list_filter = ("outcome",)
    list_select_related = ("run", "filing")
    search_fields = ("source", "reason", "sha256")
