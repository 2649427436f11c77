"""Pages about signing in, one's own account, and the people who have one."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wegmarke.desk.accounts import second_factor, services
from wegmarke.desk.accounts.forms import AccountForm, PersonForm, TokenForm
from wegmarke.desk.accounts.models import ApiToken, User
from wegmarke.desk.accounts.policy import Role, needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note


def safe_next(request: HttpRequest, wanted: str) -> str:
    """Return `wanted` if it leads to a page of this desk, else the overview."""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("shell:overview")


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponseBase:
    """Sign in with a one-time link. Opening it changes nothing; only the form on its page uses it up."""
    if request.method == "POST":
        user = services.redeem_sign_in_link(token)
        if user is not None:
            target = safe_next(request, request.POST.get("next", ""))
            response: HttpResponseBase = perform_login(request, user, email_verification="none", redirect_url=target)
            return response
    holder = services.link_holder(token)
    if request.user.is_authenticated and holder is None:
        return redirect("shell:overview")
    context = {"holder": holder, "next": request.GET.get("next", "")}
    # The address of this page is the key. `Referrer-Policy: same-origin`, set for all pages, tells it to no other host.
    return render(request, "accounts/enter.html", context, status=200 if holder else 410)


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Speak German or English from now on, in this browser and for this account."""
    language = request.POST.get("language", "")
    response = redirect(safe_next(request, request.POST.get("next", "")))
    if language not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=language)
    translation.activate(language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response


@needs("use_account")
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: name, language, password, second factor, tokens."""
    person = get_object_or_404(User, pk=request.user.pk)
    form = AccountForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        translation.activate(person.language or translation.get_language())
        messages.success(request, _("Your account was saved."))
        return redirect("accounts:account")
    return _account_page(request, person, form=form)


@never_cache
@needs("use_account", notes=Action.KEY_MADE)
@require_POST
def add_token(request: HttpRequest) -> HttpResponse:
    """Make a token for the own account and show it, this once: nothing keeps it in a form that could be used."""
    person = get_object_or_404(User, pk=request.user.pk)
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _account_page(request, person, token_form=form)
    made, text = services.mint_api_token(person, form.cleaned_data["name"])
    note(request, Action.KEY_MADE, about=f"{made.beginning} {made.name}")
    return _account_page(request, person, new_token=text)


def _account_page(
    request: HttpRequest,
    person: User,
    *,
    form: AccountForm | None = None,
    token_form: TokenForm | None = None,
    new_token: str = "",
) -> HttpResponse:
    context = {
        "form": form or AccountForm(instance=person),
        "token_form": token_form or TokenForm(),
        "tokens": person.api_tokens.all(),
        "new_token": new_token,
        "has_password": person.has_usable_password(),
    }
    return render(request, "accounts/account.html", context)


@needs("use_account", notes=Action.KEY_REMOVED)
@require_POST
def remove_token(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a token of the own account; programs that use it are refused from now on."""
    removed = get_object_or_404(ApiToken, pk=number, user_id=request.user.pk)
    removed.delete()
    note(request, Action.KEY_REMOVED, about=f"{removed.beginning} {removed.name}")
    messages.success(request, _("The token was removed. Programs that use it are refused from now on."))
    return redirect(reverse("accounts:account") + "#tokens")


@needs("manage_people")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account."""
    return _people_page(request)


@never_cache
@needs("manage_people", notes=Action.PERSON_CHANGED)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Add a person, or change one. A new person's first sign-in link is shown, this once."""
    known = get_object_or_404(User, pk=number) if number is not None else None
    form = PersonForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        if known is None:
            fields = ("username", "first_name", "last_name", "email", "department", "role")
            user, token = services.invite(**{key: form.cleaned_data[key] for key in fields})
            note(request, Action.PERSON_ADDED, about=f"{user.username}: {user.role}")
            return _people_page(request, user, token)
        if known.pk != request.user.pk or _stays_administrator(form):
            form.save()
            note(request, Action.PERSON_CHANGED, about=f"{known.username}: {known.role}")
            messages.success(request, _("%(name)s was saved.") % {"name": known})
            return redirect("accounts:people")
        form.add_error("role", _("You cannot take the role of administrator from yourself; ask another administrator."))
    return render(request, "accounts/person.html", {"form": form, "person": known})


def _stays_administrator(form: PersonForm) -> bool:
    return form.cleaned_data["role"] == Role.ADMIN and bool(form.cleaned_data["is_active"])


@never_cache
@needs("manage_people", notes=Action.LINK_MADE)
@require_POST
def person_link(request: HttpRequest, number: int) -> HttpResponse:
    """Make a one-time sign-in link for a person who cannot get in."""
    user = get_object_or_404(User, pk=number, is_active=True)
    note(request, Action.LINK_MADE, about=user.username)
    return _people_page(request, user, services.mint_sign_in_link(user, services.INVITATION_LIFETIME))


@needs("manage_people", notes=Action.SETTINGS_CHANGED)
@require_POST
def second_factor_rules(request: HttpRequest) -> HttpResponse:
    """Say which roles must sign in with a second factor."""
    second_factor.require_for(request.POST.getlist("role"))
    needed = sorted(second_factor.roles_that_need_it())
    note(request, Action.SETTINGS_CHANGED, about=f"second factor: {', '.join(needed)}")
    messages.success(request, _("The rules for signing in were saved."))
    return redirect("accounts:people")


@needs("manage_people", notes=Action.FACTOR_REMOVED)
@require_POST
def take_second_factor(request: HttpRequest, number: int) -> HttpResponse:
    """Remove the second factor of a person who has lost it, so that password or link get the person in."""
    user = get_object_or_404(User, pk=number)
    second_factor.take_from(user)
    note(request, Action.FACTOR_REMOVED, about=user.username)
    messages.success(request, _("%(name)s has no second factor any more.") % {"name": user})
    return redirect("accounts:people")


def _people_page(request: HttpRequest, invited: User | None = None, token: str = "") -> HttpResponse:
    needed = second_factor.roles_that_need_it()
    context = {
        "people": User.objects.order_by("username"),
        "with_factor": second_factor.people_with_it(),
        "roles": [(role.value, role.label, role.value in needed) for role in Role],
        "invited": invited,
        "link": request.build_absolute_uri(reverse("accounts:enter", args=[token])) if token else "",
    }
    return render(request, "accounts/people.html", context)
