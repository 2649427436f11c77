"""All addresses of the desk. Everything needs an account, save the pages of signing in and the switch of language."""

from __future__ import annotations

from django.urls import URLPattern, include, path

from wegmarke.desk.api.routes import api

operations, _app_name, _namespace = api.urls
for _operation in operations:
    # An operation answers 401 by itself, where a page leads to signing in.
    if isinstance(_operation, URLPattern):
        _operation.callback.login_required = False  # type: ignore[attr-defined] # what LoginRequiredMiddleware looks for

urlpatterns = [
    path("", include("wegmarke.desk.shell.urls")),
    path("", include("wegmarke.desk.accounts.urls")),
    path("sign-in/", include("wegmarke.desk.accounts.sign_in_urls")),
    path("findings/", include("wegmarke.desk.findings.urls")),
    path("journeys/", include("wegmarke.desk.journeys.urls")),
    path("touchpoints/", include("wegmarke.desk.touchpoints.urls")),
    path("promises/", include("wegmarke.desk.promises.urls")),
    path("friction/", include("wegmarke.desk.friction.urls")),
    path("", include("wegmarke.desk.incidents.urls")),
    path("moments/", include("wegmarke.desk.moments.urls")),
    path("won-lost/", include("wegmarke.desk.won_lost.urls")),
    path("delay/", include("wegmarke.desk.delay.urls")),
    path("lost-customers/", include("wegmarke.desk.lost_customers.urls")),
    path("what-changed/", include("wegmarke.desk.drift.urls")),
    path("reasons/", include("wegmarke.desk.reasons.urls")),
    path("agreement/", include("wegmarke.desk.agreement.urls")),
    path("customers/same-person/", include("wegmarke.desk.identity.urls")),
    path("customers/", include("wegmarke.desk.customers.urls")),
    path("effect/", include("wegmarke.desk.effect.urls")),
    path("levers/", include("wegmarke.desk.levers.urls")),
    path("reports/", include("wegmarke.desk.reports.urls")),
    path("kpis/", include("wegmarke.desk.proxies.urls")),
    path("privacy/", include("wegmarke.desk.privacy.urls")),
    path("walk/", include("wegmarke.desk.walk.urls")),
    path("settings/access-log/", include("wegmarke.desk.audit.urls")),
    path("settings/collection/", include("wegmarke.desk.collection.urls")),
    path("settings/", include("wegmarke.desk.setup.urls")),
    path("jobs/", include("wegmarke.desk.jobs.urls")),
    path("api/v1/", (operations, _app_name, _namespace)),
    path("api/", include("wegmarke.desk.api.urls")),
]

handler400 = "wegmarke.desk.shell.errors.bad_request"
handler403 = "wegmarke.desk.shell.errors.permission_denied"
handler404 = "wegmarke.desk.shell.errors.not_found"
handler500 = "wegmarke.desk.shell.errors.server_error"
