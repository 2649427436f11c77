"""Write into the access log, and read what it says about a customer or an account.

A view with `@needs("see_customers", notes=Action.CUSTOMER_OPENED)` writes its row without doing anything else
(`accounts/policy.py`). A view that knows more says it itself, and its row takes the place of that one:

    note(request, Action.EXPORTED, customers=numbers, rows=len(lines), form="csv", about="customers", where=scope.where)
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase

from wegmarke.clock import now
from wegmarke.desk.audit.actions import NOTED_WHENEVER_ANSWERED, OF_ONE_CUSTOMER, Action
from wegmarke.desk.audit.filters import without_words
from wegmarke.desk.audit.models import FEWEST_DAYS, AuditEntry
from wegmarke.desk.audit.packing import holds_any, packed

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SWEPT_EVERY = timedelta(hours=12)
KEPT_OF_IPV4, KEPT_OF_IPV6 = 24, 48


@dataclass(frozen=True, slots=True)
class Lookup:
    """One time that somebody saw a customer, as the customer may know it: when, in which role, what was done. The
    person behind the role stays with the company.
    """

    at: datetime
    role: str
    action: Action
    form: str


def note(
    request: HttpRequest,
    action: Action,
    *,
    customer: int | None = None,
    customers: Iterable[int] = (),
    rows: int | None = None,
    form: str = "",
    about: str = "",
    where: str = "",
) -> None:
    """Write down that the account of this request did that.

    customer, customers: permanent numbers, never identifiers. form: a format, as "csv". about: a question, a source, an
    account's name: never a customer's. where: the filter; typed words in it are hidden here. Raises what the database
    raises: who cannot be written down sees nothing.
    """
    user = request.user
    signed_in = user.is_authenticated
    AuditEntry.objects.create(
        at=now(),
        account=user.pk if signed_in else None,
        account_name=user.get_username() if signed_in else "",
        role=getattr(user, "role", ""),
        via=getattr(request, "token_beginning", ""),
        action=action,
        customer=customer,
        customers=packed(customers),
        rows=rows,
        form=form,
        about=about[:200],
        where=without_words(where),
        address=shortened(client_address(request)),
    )
    request.is_noted = True  # type: ignore[attr-defined]
    _SWEEP.look()


def note_answer(
    request: HttpRequest, response: HttpResponseBase, action: Action, address: Mapping[str, object]
) -> None:
    """Write down what a view named as its action, unless it did so itself, refused, or only showed a form again."""
    status = response.status_code
    is_done = request.method not in SAFE_METHODS and 300 <= status < 400
    if status < 400 and (action in NOTED_WHENEVER_ANSWERED or is_done):
        note_unless_noted(request, action, address)


def note_unless_noted(request: HttpRequest, action: Action, address: Mapping[str, object]) -> None:
    """Write down an action unless the request has its row already.

    address: what stands in the address; `number` is the customer where the action is about one, `source` the source.
    """
    if getattr(request, "is_noted", False):
        return
    number, source = address.get("number"), address.get("source", "")
    customer = number if action in OF_ONE_CUSTOMER and isinstance(number, int) else None
    note(request, action, customer=customer, about=str(source))


def client_address(request: HttpRequest) -> str:
    """Where the request came from; behind a trusted proxy, what the proxy says (the last address it added)."""
    header = "HTTP_X_FORWARDED_FOR" if settings.OPTIONS.trusted_proxy else "REMOTE_ADDR"
    return str(request.META.get(header, "")).rsplit(",", 1)[-1].strip()


def shortened(address: str) -> str:
    """The network of an address, without what tells one machine: 203.0.113.0, 2001:db8:1::; "" where it is none."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    kept = KEPT_OF_IPV4 if found.version == 4 else KEPT_OF_IPV6
    return str(ip_network((found, kept), strict=False).network_address)


def lookups_of(customer_number: int, *aliases: int) -> tuple[Lookup, ...]:
    """Who looked at this customer, the latest first: for the right of access.

    aliases: numbers the customer had before a merge. Lists and exports that held the customer count as well.
    """
    found = AuditEntry.objects.filter(pk__in=keys_about(frozenset({customer_number, *aliases})))
    return tuple(Lookup(entry.at, entry.role, Action(entry.action), entry.form) for entry in found)


def keys_about(numbers: frozenset[int]) -> list[int]:
    """The keys of the rows about one of these customers, alone or on a list."""
    about_one = set(AuditEntry.objects.filter(customer__in=numbers).values_list("pk", flat=True))
    lists = AuditEntry.objects.exclude(customers=None).values_list("pk", "customers")
    return sorted(about_one | {key for key, stored in lists.iterator() if stored and holds_any(stored, numbers)})


def entries_of(account: int) -> tuple[AuditEntry, ...]:
    """What the log holds about an account, the latest first: for the same right of the person who works here."""
    return tuple(AuditEntry.objects.filter(account=account))


def forget_old(days: int | None = None) -> int:
    """Delete rows older than the retention (`audit_days` in `desk.toml`) and return how many they were."""
    kept = max(settings.OPTIONS.audit_days if days is None else days, FEWEST_DAYS)
    deleted, _by_model = AuditEntry.objects.filter(Q(at__lt=now() - timedelta(days=kept))).delete()
    return deleted


class _Sweep:
    """Forgets old rows now and then, when something is written anyway."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: datetime | None = None

    def look(self) -> None:
        moment = now()
        with self._lock:
            if self._next is not None and moment < self._next:
                return
            self._next = moment + SWEPT_EVERY
        forget_old()


_SWEEP = _Sweep()
