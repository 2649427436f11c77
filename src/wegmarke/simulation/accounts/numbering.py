"""The numbers under which the departments know their matters. A matter has the same number in every world."""

from __future__ import annotations

from wegmarke.simulation.accounts.days import Days
from wegmarke.simulation.accounts.firms import Firm
from wegmarke.simulation.accounts.records import Invoice, Job, Order, Talk, Tender


def order_number(days: Days, firm: Firm, one: Order) -> str:
    """AB24-10342-017."""
    return f"AB{days.local(one.ordered):%y}-{firm.number}-{one.number:03d}"


def job_number(days: Days, firm: Firm, one: Job) -> str:
    """SE24-10342-217."""
    return f"SE{days.local(one.reported or one.on_site):%y}-{firm.number}-{one.number:03d}"


def invoice_number(firm: Firm, one: Invoice) -> str:
    """RE2407-10342: an invoice a month."""
    year, month = divmod(one.number, 12)
    return f"RE{year % 100:02d}{month + 1:02d}-{firm.number}"


def tender_number(firm: Firm, one: Tender) -> str:
    """VC-10342-01."""
    return f"VC-{firm.number}-{one.number + 1:02d}"


def contract_number(firm: Firm) -> str:
    """RV-10342."""
    return f"RV-{firm.number}"


def talk_number(days: Days, firm: Firm, one: Talk) -> str:
    """240512-10342-3K9F: the day, the account, and an id as systems hand them out, another one for every talk."""
    left, letters = ((int(one.place) << 20 | one.occasion) * _MIX + firm.account * _STEP) % _IDS, ""
    while left:
        left, digit = divmod(left, len(_DIGITS))
        letters = _DIGITS[digit] + letters
    return f"{days.local(one.time):%y%m%d}-{firm.number}-{letters or _DIGITS[0]}"


_IDS = 1 << 30
_MIX, _STEP = 668_265_261, 374_761_393  # odd: multiplying permutes the ids
_DIGITS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
