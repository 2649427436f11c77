"""The pages of django-allauth that exist here: sign in with a password, a passkey or the account of the company, sign
out, confirm, change the password, second factor, sessions.

There is no registration, no e-mail confirmation and no password reset by mail: an administrator hands out one-time
links instead, which works where no mail server is set up.
"""

from __future__ import annotations

from allauth.account import views
from django.urls import include, path
from django.views.generic import RedirectView

from wegmarke.desk.accounts import company

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    # allauth's sign-in page asks for the address of the registration; it leads back to signing in.
    path("signup/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("<str:provider_id>/login/", company.login, name="openid_connect_login"),
    path("<str:provider_id>/login/callback/", company.callback, name="openid_connect_callback"),
    # Where django-allauth leads when something is unclear: here nobody signs up or connects accounts by hand.
    *(
        path(f"company/{name}/", RedirectView.as_view(pattern_name="account_login"), name=f"socialaccount_{name}")
        for name in ("login_cancelled", "login_error", "signup", "connections")
    ),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
