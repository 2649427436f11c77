"""The page of a search: whom the text could mean, the most likely first; companies before people."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.customers.finding import account_search, customer_search
from wegmarke.desk.findings.asking import present_index
from wegmarke.desk.setup.services import data_state, workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.text import error_sentence
from wegmarke.workspace.searching import Hit, Hits

SHOWN = 50
SHOWN_COMPANIES = 10


@dataclass(frozen=True, slots=True)
class Found:
    """One customer or account found, as the page shows it. name: of an account, "" of a customer."""

    url: str
    value: str
    kind: str
    how: str
    last: str
    contacts: int
    name: str = ""


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
            companies = _companies(wanted)
        except WegmarkeError as error:
            context["error"], status = error_sentence(error, reader_language()), 422
        else:
            found = [hit.number for hit in hits.hits]
            note(request, Action.CUSTOMERS_SEARCHED, customers=found, rows=len(found), about="search")
            meant = _meant(hits.hits, companies.hits)
            if meant:
                return redirect(meant)
            zone = index.settings.time_zone
            context |= {
                "found": hits.found,
                "hits": [_shown(hit, zone) for hit in hits.hits],
                "companies_found": companies.found,
                "companies": _shown_companies(companies, zone),
            }
    return render(request, "customers/search.html", context, status=status)


def _companies(wanted: str) -> Hits:
    finder = account_search()
    return finder.find(wanted, SHOWN_COMPANIES) if finder is not None else Hits((), 0)


def _meant(customers: tuple[Hit, ...], companies: tuple[Hit, ...]) -> str:
    """The page of the one who is meant without doubt; "" where several could be. Customers whose record says for which
    company they work do not make the company doubtful.
    """
    whole = [hit.number for hit in companies if hit.how == "whole"]
    by_company = {"company", "account"} if whole else set()
    persons = [hit.number for hit in customers if hit.how == "whole" and hit.kind not in by_company]
    if len(whole) == 1 and not persons:
        return reverse("customers:account", args=whole)
    return reverse("customers:customer", args=persons) if len(persons) == 1 and not whole else ""


def _shown_companies(hits: Hits, zone: str) -> list[Found]:
    names = workspace().accounts().names() if hits.hits else {}
    return [
        replace(
            _shown(hit, zone),
            url=reverse("customers:account", args=[hit.number]),
            name=names.get(hit.number, hit.value),
        )
        for hit in hits.hits
    ]


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
