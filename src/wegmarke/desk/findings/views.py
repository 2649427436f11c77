"""Adding a condition to a filter, keeping a filter under a name, and how far an answer is that is being made."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wegmarke.clock import now
from wegmarke.desk.accounts.models import User
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.findings.asking import scope_of
from wegmarke.desk.findings.conditions import conditions_of
from wegmarke.desk.findings.models import LONGEST_NAME, SavedFilter
from wegmarke.desk.findings.working import working
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.filter import both, parse, write
from wegmarke.text import error_sentence


def _back(request: HttpRequest, path: str, query: QueryDict) -> HttpResponseRedirect:
    """To the page a form came from, and nowhere else."""
    safe = url_has_allowed_host_and_scheme(path, allowed_hosts=None) and not urlsplit(path).query
    target = path if safe else "/"
    return redirect(f"{target}?{query.urlencode()}" if query else target)


def _carried(fields: QueryDict) -> QueryDict:
    """The parameters of the page that the form carries along, each under `page.` and its name."""
    query = QueryDict(mutable=True)
    for name, values in fields.lists():
        if name.startswith("page."):
            query.setlist(name.removeprefix("page."), values)
    return query


@needs("see_journeys")
@require_GET
def add_condition(request: HttpRequest) -> HttpResponse:
    """Lead back to the page, with the conditions that were filled in added to its filter."""
    query = _carried(request.GET)
    where = request.GET.get("where", "")
    try:
        where = write(both(parse(where), conditions_of(request.GET)))
    except WegmarkeError as error:
        if "expression" in request.GET and error.code.startswith("filter_") and request.GET["expression"].strip():
            where = request.GET["expression"]  # the page marks the place of the error in it
        else:
            messages.error(request, error_sentence(error, reader_language()))
    if where:
        query["where"] = where
    return _back(request, request.GET.get("back", ""), query)


@needs("see_journeys")
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a filter under a name; the same name again changes it."""
    name = request.POST.get("name", "").strip()[:LONGEST_NAME]
    scope = scope_of(request.POST.get("where", ""))
    query = _carried(request.POST)
    query["where"] = scope.written
    if scope.error is not None:
        messages.error(request, error_sentence(scope.error, reader_language()))
    elif not name or not scope.where:
        messages.error(request, _("Give the filter a name, and at least one condition."))
    else:
        owner = get_object_or_404(User, pk=request.user.pk)
        values = {"expression": scope.where, "is_shared": "is_shared" in request.POST, "created_at": now()}
        SavedFilter.objects.update_or_create(owner=owner, name=name, defaults=values)
        messages.success(request, _("The filter “%(name)s” was saved.") % {"name": name})
    return _back(request, request.POST.get("back", ""), query)


@needs("see_journeys")
@require_POST
def forget(request: HttpRequest, number: int) -> HttpResponse:
    """Forget a filter of one's own."""
    saved = get_object_or_404(SavedFilter, pk=number, owner_id=request.user.pk)
    saved.delete()
    messages.success(request, _("The filter “%(name)s” was removed.") % {"name": saved.name})
    query = _carried(request.POST)
    if request.POST.get("where"):
        query["where"] = request.POST["where"]
    return _back(request, request.POST.get("back", ""), query)


@needs("see_journeys")
@require_GET
def working_part(request: HttpRequest, token: str) -> HttpResponse:
    """How far an answer is, as a part of the page that waits for it."""
    return _working(request, token)


@needs("see_journeys")
@require_POST
def stop_working(request: HttpRequest, token: str) -> HttpResponse:
    """Stop an answer that is being made: the page that waits for it then says so."""
    found = working(token)
    if found is not None:
        found.stop()
    return _working(request, token)


def _working(request: HttpRequest, token: str) -> HttpResponse:
    return render(request, "findings/working.html", {"token": token, "working": working(token)})
