"""The table `[company_sign_in]` of `desk/desk.toml`: people sign in with the account they have at the company.

[company_sign_in]
issuer = "https://login.example.org/realms/acme"   # an OpenID Connect provider
client_id = "wegmarke"
client_secret = "…"                                # or WEGMARKE_CLIENT_SECRET in the environment
name = "Acme"                                      # what the button says
domains = ["example.org"]                          # whose addresses may come in; left out: every one
trust_addresses = false                            # true: the provider vouches for addresses without saying so
default_role = "reader"                            # of a new account; left out: only who has an account comes in
role_claim = "groups"                              # the claim that names roles
roles = { "touchpoint-team" = "manager" }          # its values; a value that is a role's name needs no entry
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from wegmarke.errors import WegmarkeError

SECRET_VARIABLE = "WEGMARKE_CLIENT_SECRET"  # noqa: S105 - the name of a variable
PROVIDER = "company"
"""What the provider is called in addresses."""
ROLE_NAMES = ("reader", "owner", "manager", "dpo", "council", "admin")
"""The roles of `accounts/policy.py`; where a claim names several, the last of these counts."""
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
TYPES: dict[str, type] = {
    "issuer": str,
    "client_id": str,
    "client_secret": str,
    "name": str,
    "domains": list,
    "trust_addresses": bool,
    "default_role": str,
    "role_claim": str,
    "roles": dict,
}


@dataclass(frozen=True, slots=True)
class CompanySignIn:
    """How people come in with the account of the company. Without an issuer nobody does."""

    issuer: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    name: str = ""
    domains: tuple[str, ...] = ()
    trust_addresses: bool = False
    default_role: str = ""
    role_claim: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_on(self) -> bool:
        """Whether the button is there."""
        return bool(self.issuer)

    def role_of(self, claims: Mapping[str, object]) -> str:
        """The role that the claims name, else the default; "" where neither says any. Of several the last one."""
        value = claims.get(self.role_claim) if self.role_claim else None
        named = value if isinstance(value, list) else [value]
        found = {self.roles.get(str(one), str(one)) for one in named}
        return next((role for role in reversed(ROLE_NAMES) if role in found), self.default_role)

    def admits(self, address: str) -> bool:
        """Whether somebody with that e-mail address may come in."""
        return not self.domains or address.rpartition("@")[2].casefold() in self.domains


def read_company(found: object) -> CompanySignIn:
    """Read the table; `workspace_setting` names what is missing or wrong, and never the secret."""
    if found is None:
        return CompanySignIn()
    if not isinstance(found, dict):
        raise _wrong("", found)
    for key, value in found.items():
        if type(value) is not TYPES.get(key):
            raise _wrong(key, "…" if key == "client_secret" else value)
    given = cast("dict[str, object]", found)
    issuer = urlsplit(str(given.get("issuer", "")))
    if issuer.scheme != "https" and not (issuer.scheme == "http" and issuer.hostname in THIS_MACHINE):
        raise _wrong("issuer", given.get("issuer", ""))
    secret = os.environ.get(SECRET_VARIABLE) or str(given.get("client_secret", ""))
    if not given.get("client_id") or not secret:
        raise _wrong("client_id" if not given.get("client_id") else "client_secret", "")
    roles = cast("dict[str, str]", given.get("roles", {}))
    for role in (*roles.values(), *filter(None, [given.get("default_role", "")])):
        if role not in ROLE_NAMES:
            raise _wrong("roles", role)
    domains = tuple(str(one).casefold().removeprefix("@") for one in cast("list[object]", given.get("domains", [])))
    fixed = {"client_secret": secret, "roles": roles, "domains": domains, "name": given.get("name") or issuer.hostname}
    return CompanySignIn(**{**given, **fixed})  # type: ignore[arg-type] # checked above


def _wrong(key: str, value: object) -> WegmarkeError:
    return WegmarkeError("workspace_setting", setting=f"desk/desk.toml: company_sign_in.{key}", value=str(value))


def providers(company: CompanySignIn) -> dict[str, object]:
    """The setting SOCIALACCOUNT_PROVIDERS of django-allauth."""
    if not company.is_on:
        return {}
    app = {
        "provider_id": PROVIDER,
        "name": company.name,
        "client_id": company.client_id,
        "secret": company.client_secret,
        "settings": {"server_url": company.issuer.rstrip("/"), "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
