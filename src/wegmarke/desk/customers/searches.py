"""The page of a search: whom the text could mean, the most likely first."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.customers.finding import customer_search
from wegmarke.desk.findings.asking import present_index
from wegmarke.desk.setup.services import data_state
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.text import error_sentence
from wegmarke.workspace.searching import Hit

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Found:
    """One customer found, as the page shows it."""

    url: str
    value: str
    kind: str
    how: str
    last: str
    contacts: int


@needs("see_customers", notes=Action.CUSTOMERS_SEARCHED)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Whom the text could mean; whom it means without doubt, at once."""
    wanted = request.GET.get("q", "").strip()
    context: dict[str, object] = {"q": wanted, "data": data_state(), "ready": present_index() is not None}
    status = 200
    if wanted and context["ready"]:
        try:
            finder, index = customer_search()
            hits = finder.find(wanted, SHOWN)
        except WegmarkeError as error:
            context["error"], status = error_sentence(error, reader_language()), 422
        else:
            found = [hit.number for hit in hits.hits]
            note(request, Action.CUSTOMERS_SEARCHED, customers=found, rows=len(found), about="search")
            whole = [hit for hit in hits.hits if hit.how == "whole"]
            if len(whole) == 1:
                return redirect("customers:customer", whole[0].number)
            zone = index.settings.time_zone
            context |= {"found": hits.found, "hits": [_shown(hit, zone) for hit in hits.hits]}
    return render(request, "customers/search.html", context, status=status)


def _shown(hit: Hit, zone: str) -> Found:
    words = {"whole": "", "part": "", "similar": _("similar")}
    return Found(
        url=reverse("customers:customer", args=[hit.number]),
        value=hit.value,
        kind=hit.kind,
        how=words[hit.how],
        last=text.date(hit.last, reader_language(), zone),
        contacts=hit.contacts,
    )
