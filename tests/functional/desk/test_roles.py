"""Every route with every role: who gets the page, who is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.desk.running import RunningDesk, Visitor
from tests.functional.desk.test_sign_in import invite
from wegmarke.questions import QUESTIONS

ROLES = ("reader", "owner", "manager", "dpo", "council", "admin")
EVERYBODY = set(ROLES)
JOURNEYS = {"reader", "owner", "manager", "dpo", "admin"}
CUSTOMERS = {"owner", "manager", "dpo", "admin"}
READERS_OF_TEXTS = {"owner", "manager", "admin"}
SOURCES = {"manager", "dpo", "council", "admin"}
MANAGERS = {"manager", "admin"}
ADMINS = {"admin"}
OFFICERS = {"dpo", "admin"}

# Whom each page answers. An address with a number is asked for with 1, which is the owner's account.
PAGES: dict[str, set[str]] = {
    "account/": EVERYBODY,
    "settings/people/": ADMINS,
    "settings/people/add/": ADMINS,
    "settings/people/<int:number>/": ADMINS,
    "settings/access-log/": OFFICERS,
    "settings/access-log/csv/": OFFICERS,
    "journeys/": JOURNEYS,
    "journeys/paths/": JOURNEYS,
    "journeys/entries/": JOURNEYS,
    "journeys/funnel/": JOURNEYS,
    "journeys/compare/": JOURNEYS,
    "journeys/table/": JOURNEYS,
    "effect/": JOURNEYS,
    "levers/": JOURNEYS,
    "kpis/": JOURNEYS,
    "levers/compare/": JOURNEYS,
    "api/v1/levers/scenarios": JOURNEYS,
    "api/v1/reasons/coding/sources": SOURCES,
    "journeys/attribution/": JOURNEYS,
    "findings/filter/add/": JOURNEYS,
    "findings/working/<slug:token>/": JOURNEYS,
    "touchpoints/": JOURNEYS,
    "promises/": JOURNEYS,
    "friction/": JOURNEYS,
    "critical-events/": JOURNEYS,
    "touchpoints/<slug:key>/": JOURNEYS,
    "moments/": JOURNEYS,
    "won-lost/": JOURNEYS,
    "delay/": JOURNEYS,
    "agreement/": JOURNEYS,
    "lost-customers/": CUSTOMERS,
    "what-changed/": JOURNEYS,
    "what-changed/events/": JOURNEYS,
    "what-changed/events/csv/": JOURNEYS,
    "what-changed/events/add/": MANAGERS,
    "reasons/": CUSTOMERS,
    "reasons/late-changes/": CUSTOMERS,
    "reasons/coding/": READERS_OF_TEXTS,
    "reasons/coming/": CUSTOMERS,
    "customers/": CUSTOMERS,
    "customers/search/": CUSTOMERS,
    "customers/segments/": CUSTOMERS,
    "customers/value/": CUSTOMERS,
    "customers/suppression/": CUSTOMERS,
    "customers/same-person/": MANAGERS,
    "customers/<int:number>/": CUSTOMERS,
    "customers/accounts/": CUSTOMERS,
    "customers/backlog/": CUSTOMERS,
    "customers/backlog/csv/": CUSTOMERS,
    "customers/backlog/excel/": CUSTOMERS,
    "settings/": MANAGERS,
    "settings/sources/": SOURCES,
    "settings/sources/add/": MANAGERS,
    "settings/collection/": SOURCES,
    "settings/effect/": MANAGERS,
    "settings/touchpoints/": MANAGERS,
    "settings/critical-events/": MANAGERS,
    "settings/about/": EVERYBODY,
    "reports/": JOURNEYS,
    "privacy/": OFFICERS,
    "privacy/take-in/": OFFICERS,
    "privacy/retention/": OFFICERS,
    "privacy/processing/": SOURCES,
    "privacy/processing/csv/": SOURCES,
    "privacy/staff/": SOURCES,
    "jobs/": MANAGERS,
    "api/": EVERYBODY,
    "api/v1/openapi.json": EVERYBODY,
    "api/v1/status": EVERYBODY,
    "api/v1/account": EVERYBODY,
    "api/v1/filters/check": JOURNEYS,
    "api/v1/jobs": MANAGERS,
    "sign-in/password/change/": EVERYBODY,
    "sign-in/password/set/": EVERYBODY,
    "sign-in/2fa/": EVERYBODY,
    "sign-in/2fa/totp/activate/": EVERYBODY,
    "sign-in/2fa/webauthn/": EVERYBODY,
    "sign-in/2fa/webauthn/add/": EVERYBODY,
    "sign-in/sessions/": EVERYBODY,
}
# Whom each form answers; others get 403 before anything is looked at. 404: allowed, and there is no such row.
FORMS: dict[str, set[str]] = {
    "account/tokens/add/": EVERYBODY,
    "account/tokens/<int:number>/remove/": EVERYBODY,
    "settings/people/<int:number>/link/": ADMINS,
    "settings/people/<int:number>/second-factor/": ADMINS,
    "settings/people/second-factor/": ADMINS,
    "what-changed/events/<int:number>/remove/": MANAGERS,
    "findings/filter/keep/": JOURNEYS,
    "findings/working/<slug:token>/stop/": JOURNEYS,
    "findings/filter/<int:number>/forget/": JOURNEYS,
    "customers/suppression/rules/": MANAGERS,
    "customers/<int:number>/identity/merge/": MANAGERS,
    "customers/<int:number>/identity/part/": MANAGERS,
    "customers/<int:number>/identity/take-back/": MANAGERS,
    "customers/accounts/<int:number>/join/": MANAGERS,
    "customers/accounts/<int:number>/part/": MANAGERS,
    "customers/accounts/<int:number>/take-back/": MANAGERS,
    "customers/segments/keep/": CUSTOMERS,
    "reasons/coding/decide/": READERS_OF_TEXTS,
    "reasons/coding/undo/": READERS_OF_TEXTS,
    "reasons/coding/settle/": READERS_OF_TEXTS,
    "reasons/coding/close/": MANAGERS,
    "reasons/coding/choose/": MANAGERS,
    "customers/same-person/decide/": MANAGERS,
    "customers/same-person/undo/": MANAGERS,
    "customers/same-person/look/": MANAGERS,
    "customers/same-person/link-sure/": MANAGERS,
    "customers/segments/<int:number>/forget/": CUSTOMERS,
    "levers/scenarios/keep/": JOURNEYS,
    "levers/scenarios/<int:number>/change/": JOURNEYS,
    "levers/scenarios/<int:number>/remove/": JOURNEYS,
    "levers/scenarios/<int:number>/bring-back/": JOURNEYS,
    "jobs/<int:number>/stop/": MANAGERS,
    "jobs/<int:number>/repeat/": MANAGERS,
    "settings/build/": MANAGERS,
    "settings/collection/keys/add/": MANAGERS,
    "settings/collection/keys/<int:number>/revoke/": MANAGERS,
    "settings/collection/keys/<int:number>/limit/": MANAGERS,
    "privacy/<int:number>/export/": OFFICERS,
    "privacy/<int:number>/correct/": OFFICERS,
    "privacy/<int:number>/erase/": OFFICERS,
    "privacy/<int:number>/note/": OFFICERS,
    "privacy/<int:number>/close/": OFFICERS,
    "privacy/retention/expire/": OFFICERS,
    "reports/write/": JOURNEYS,
    "reports/<int:number>/stop/": JOURNEYS,
    "reports/<int:number>/delete/": JOURNEYS,
    "walk/go/": JOURNEYS,
    "walk/card/": JOURNEYS,
    "settings/sources/read/<slug:place>/discard/": MANAGERS,
    "settings/sources/of/<slug:source>/quarantine/correct/": MANAGERS,
    "settings/sources/of/<slug:source>/replay/": MANAGERS,
    "settings/sources/of/<slug:source>/read-again/": MANAGERS,
    "settings/sources/of/<slug:source>/take-back/": MANAGERS,
    "api/v1/jobs/<number>/stop": MANAGERS,
}
# Tested one by one elsewhere, or no page of their own.
ELSEWHERE = {
    "customers/value/chart/",
    "",
    "enter/<str:token>/",
    "language/",
    "jobs/<int:number>/",
    # A walk leads through a practice company only: test_walk.py.
    "walk/",
    "walk/truth/",
    # These need a request, or name a document: test_privacy.py.
    "privacy/<int:number>/",
    "privacy/<int:number>/proof/",
    "privacy/staff/<slug:name>/",
    # An event has to be entered first: test_losses_pages.py.
    "what-changed/events/<int:number>/",
    # These need journeys to speak of: test_moments_page.py, test_losses_pages.py, test_findings.py.
    "won-lost/chart.json",
    "delay/chart.json",
    "agreement/chart.json",
    "what-changed/chart.json",
    # A report has to be written first: test_reports.py.
    "reports/<int:number>/",
    "reports/<int:number>/file/",
    # These need journeys to speak of: test_moments_page.py, test_reasons_page.py, test_findings.py.
    "reasons/chart.json",
    "reasons/coming/chart.json",
    "reasons/defects/",
    "moments/chart.json",
    "effect/chart.json",
    "levers/compare/chart.json",
    "api/v1/levers/scenarios/<number>",
    # These need a text to code: test_reasons_of_a_shop.py.
    "api/v1/reasons/coding/texts",
    "api/v1/reasons/coding/texts/<key>",
    "journeys/overview/<slug:which>/",
    "journeys/overview/stages/",
    "touchpoints/<slug:key>/why/",
    "journeys/map.json",
    "journeys/map/step/",
    "journeys/attribution.json",
    "journeys/entries.json",
    "kpis/proxies.json",
    "kpis/bring-in/",
    "journeys/compare.json",
    "promises/promises.json",
    "customers/<int:number>/rows/<int:file>/<int:row>/",
    "customers/<int:number>/identity/",
    # These need accounts (companies): test_account_pages.py.
    "customers/accounts/csv/",
    "customers/accounts/excel/",
    "customers/accounts/<int:number>/",
    "customers/accounts/<int:number>/rows/<int:file>/<int:row>/",
    "findings/<slug:question>.csv",
    "findings/<slug:question>.xlsx",
    "api/v1/ask/<name>",
    *(f"api/v1/ask/{one.name}" for one in QUESTIONS),
    # They need an index to tell of: test_board_api.py.
    "api/v1/overview",
    "api/v1/report",
    "api/v1/touchpoints",
    "api/v1/customers/search",
    "api/v1/accounts",
    "api/v1/accounts/<number>",
    # A list needs an index to be made from: test_suppression.py.
    "api/v1/suppression",
    "customers/segments/<slug:network>.csv",
    "customers/suppression/all.csv",
    "customers/suppression/list/<slug:network>.csv",
    "customers/suppression/<slug:key>/",
    "settings/sources/read/<slug:place>/",
    "settings/sources/of/<slug:source>/mapping/",
    "settings/sources/of/<slug:source>/quarantine/",
    "settings/sources/of/<slug:source>/quarantine/csv/",
    "api/v1/",
    "api/v1/jobs/<number>",
    "sign-in/login/",
    "sign-in/logout/",
    "sign-in/inactive/",
    "sign-in/reauthenticate/",
    "sign-in/signup/",
    # test_company_sign_in.py
    "sign-in/<str:provider_id>/login/",
    "sign-in/<str:provider_id>/login/callback/",
    "sign-in/company/login_cancelled/",
    "sign-in/company/login_error/",
    "sign-in/company/signup/",
    "sign-in/company/connections/",
    "sign-in/2fa/authenticate/",
    "sign-in/2fa/reauthenticate/",
    "sign-in/2fa/totp/deactivate/",
    "sign-in/2fa/webauthn/login/",
    "sign-in/2fa/webauthn/reauthenticate/",
    "sign-in/2fa/webauthn/keys/<int:pk>/remove/",
    "sign-in/2fa/webauthn/keys/<int:pk>/edit/",
    "sign-in/2fa/recovery-codes/",
    "sign-in/2fa/recovery-codes/generate/",
    "sign-in/2fa/recovery-codes/download/",
}


# Whoever is not signed in may use these, and django-allauth's own pages ask for the account themselves.
WITHOUT_PERMISSION = {"enter/<str:token>/", "language/", "api/v1/openapi.json", "api/v1/"}
# Forms that change nothing worth a row: what runs already, and one's own filters and walk; and the picture of a page
# that has its row, which names no person.
WITHOUT_ROW = {
    "customers/value/chart/",
    "jobs/<int:number>/stop/",
    "jobs/<int:number>/repeat/",
    "settings/build/",
    "customers/same-person/look/",
    "settings/effect/",
    "settings/people/",
    "api/v1/jobs",
    "api/v1/jobs/<number>",
    "api/v1/jobs/<number>/stop",
    "jobs/",
    "jobs/<int:number>/",
}


def routes() -> dict[str, list[object]]:
    """Every address of the desk with the views (or operations) behind it."""
    from django.urls import URLPattern, URLResolver, get_resolver
    from ninja.operation import PathView

    def walk(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, list[object]]]:
        for entry in resolver.url_patterns:
            address = before + str(entry.pattern).removeprefix("^")
            if isinstance(entry, URLResolver):
                yield from walk(entry, address)
                continue
            assert isinstance(entry, URLPattern)
            path_view = getattr(entry.callback, "__self__", None) or _path_view(entry.callback)
            operations = path_view.operations if isinstance(path_view, PathView) else []
            yield address, [operation.view_func for operation in operations] or [entry.callback]

    return dict(walk(get_resolver()))


def _path_view(callback: object) -> object:
    """django-ninja hides its operations in the closure of the view."""
    cells = getattr(callback, "__closure__", None) or ()
    return next((cell.cell_contents for cell in cells if type(cell.cell_contents).__name__ == "PathView"), None)


def test_every_route_is_in_one_of_the_tables(loaded_desk: Path) -> None:
    assert loaded_desk.is_dir()
    assert set(routes()) == {*PAGES, *FORMS, *ELSEWHERE}


@pytest.mark.usefixtures("loaded_desk")
def test_every_view_names_its_permission() -> None:
    from wegmarke.desk.accounts.policy import PERMISSIONS, Role

    without = {
        address
        for address, views in routes().items()
        if not address.startswith("sign-in/") and any(getattr(view, "permission", None) is None for view in views)
    }
    assert without == WITHOUT_PERMISSION
    named = {view.permission for views in routes().values() for view in views if hasattr(view, "permission")}
    assert named <= PERMISSIONS[Role.ADMIN], "a name that no role holds"


@pytest.mark.usefixtures("loaded_desk")
def test_no_view_that_shows_persons_or_changes_things_forgets_the_access_log() -> None:
    must = {
        "see_customers",
        "read_texts",
        "decide_identity",
        "see_audit",
        "manage_sources",
        "change_settings",
        "manage_people",
    }
    forgotten = {
        address
        for address, views in routes().items()
        if any(getattr(view, "permission", None) in must and view.notes is None for view in views)
    }
    assert forgotten == WITHOUT_ROW, "name what the access log says of it: @needs(…, notes=Action.…)"


@pytest.mark.usefixtures("loaded_desk")
def test_a_view_without_a_name_is_written_down_all_the_same() -> None:
    from django.http import HttpResponse
    from django.test import RequestFactory

    from wegmarke.desk.accounts.models import User
    from wegmarke.desk.accounts.policy import needs
    from wegmarke.desk.audit.models import AuditEntry

    @needs("see_customers")
    def forgetful(_request: object) -> HttpResponse:
        return HttpResponse("persons")

    request = RequestFactory().get("/")
    request.user = User.objects.create(username="watched", role="manager")
    assert forgetful(request).content == b"persons"
    assert AuditEntry.objects.filter(account=request.user.pk).latest("pk").action == "persons_seen"


@pytest.fixture(scope="module")
def people(desk: RunningDesk, owner: Visitor) -> dict[str, Visitor]:
    """A signed-in visitor for each role."""
    visitors = {role: Visitor(desk) for role in ROLES}
    for role, visitor in visitors.items():
        assert visitor.post(invite(owner, f"the_{role}", role)).status == 200
    return visitors


def address_of(route: str) -> str:
    return "/" + re.sub(r"<slug:\w+>", "hotline", re.sub(r"<int:\w+>", "1", route))


@pytest.mark.parametrize("role", ROLES)
def test_pages(people: dict[str, Visitor], role: str) -> None:
    got = {route: people[role].get(address_of(route)).status for route in PAGES}
    assert got == {route: 200 if role in allowed else 403 for route, allowed in PAGES.items()}


@pytest.mark.parametrize("role", ROLES)
def test_forms(people: dict[str, Visitor], role: str) -> None:
    got = {route: people[role].post(address_of(route)).status == 403 for route in FORMS}
    # The interface for programs wants the token of the session in a header, so a form alone is refused to everybody.
    got["api/v1/jobs/<number>/stop"] = people[role].get("/api/v1/jobs/1").status == 403
    assert got == {route: role not in allowed for route, allowed in FORMS.items()}


@pytest.mark.parametrize("role", ROLES)
def test_the_start_page_leads_to_something_allowed(people: dict[str, Visitor], role: str) -> None:
    answer = people[role].get("/")
    assert answer.status == 200
    assert ("There is no data yet" in answer.text) == (role in JOURNEYS)


@pytest.mark.parametrize("role", ROLES)
def test_the_navigation_offers_only_what_is_allowed(people: dict[str, Visitor], role: str) -> None:
    offered = set(re.findall(r'<a href="(/[^"]*)"', people[role].get("/settings/about/").text))
    assert all(people[role].get(path).status == 200 for path in offered)
    assert ("/settings/people/" in offered) == (role == "admin")
