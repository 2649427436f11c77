"""The list of customers: a filter, an order, columns; kept under a name as a segment, and carried out as a file."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wegmarke.clock import now
from wegmarke.desk.accounts.models import User
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.customers.listing import AudienceView, audience_view, columns_of
from wegmarke.desk.customers.models import LONGEST_NAME, Segment
from wegmarke.desk.findings.answer import labels_of
from wegmarke.desk.findings.asking import Scope, scope_of
from wegmarke.desk.findings.filter_words import kept_in_words
from wegmarke.desk.findings.links import with_query
from wegmarke.desk.findings.page import begin
from wegmarke.desk.shell.language import reader_language
from wegmarke.questions.audience import AUDIENCE_ORDERS, COLUMNS
from wegmarke.text import error_sentence


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A segment in the list of segments."""

    number: int
    name: str
    words: str
    url: str
    is_own: bool
    is_shared: bool
    owner: str


@needs("see_customers", notes=Action.CUSTOMERS_LISTED)
@require_GET
def segments(request: HttpRequest) -> HttpResponse:
    """The customers that the filter leaves, and the segments kept."""
    scope, context = begin(request, "customer")
    if scope.ready:
        shown: AudienceView = audience_view(request, scope)
        context |= {"shown": shown, "segments": _kept(request, scope)}
    return render(request, "customers/segments.html", context, status=422 if scope.error else 200)


@needs("see_customers", notes=Action.SETTINGS_CHANGED)
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep filter, order and columns under a name; the same name again changes it."""
    name = request.POST.get("name", "").strip()[:LONGEST_NAME]
    order = request.POST.get("order", "")
    scope = scope_of(request.POST.get("where", ""))
    columns = columns_of(scope, request.POST.get("columns", ""))
    if scope.error is not None:
        messages.error(request, error_sentence(scope.error, reader_language()))
    elif not name:
        messages.error(request, _("Give the segment a name."))
    else:
        values = {
            "expression": scope.where,
            "order": order if order in AUDIENCE_ORDERS else AUDIENCE_ORDERS[0],
            "columns": ",".join(columns),
            "is_shared": "is_shared" in request.POST,
            "created_at": now(),
        }
        owner = get_object_or_404(User, pk=request.user.pk)
        Segment.objects.update_or_create(owner=owner, name=name, defaults=values)
        messages.success(request, _("The segment “%(name)s” was saved.") % {"name": name})
    return redirect(_address(scope.written, order, ",".join(columns)))


@needs("see_customers", notes=Action.SETTINGS_CHANGED)
@require_POST
def forget(request: HttpRequest, number: int) -> HttpResponse:
    """Forget a segment of one's own."""
    segment = get_object_or_404(Segment, pk=number, owner_id=request.user.pk)
    segment.delete()
    messages.success(request, _("The segment “%(name)s” was removed.") % {"name": segment.name})
    return redirect("customers:segments")


def _address(where: str, order: str, columns: str) -> str:
    every = ",".join(COLUMNS)
    given = {"where": where, "order": order, "columns": "" if columns == every else columns}
    return with_query(reverse("customers:segments"), **given)


def _kept(request: HttpRequest, scope: Scope) -> list[SegmentView]:
    labels = labels_of(scope)
    found = []
    for segment in Segment.seen_by(request.user.pk):
        words = kept_in_words(segment.expression, labels)
        found.append(
            SegmentView(
                segment.pk,
                segment.name,
                words,
                _address(segment.expression, segment.order, segment.columns),
                segment.owner_id == request.user.pk,
                segment.is_shared,
                str(segment.owner),
            )
        )
    return found
