"""Pages about customers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.setup.services import data_state


@needs("see_customers")
@require_GET
def customers(request: HttpRequest) -> HttpResponse:
    """The customers behind a number, or all of them."""
    return render(request, "customers/customers.html", {"data": data_state()})


@needs("see_customers")
@require_GET
def customer(request: HttpRequest, number: int) -> HttpResponse:
    """One customer: who it is, and what happened."""
    return render(request, "customers/customer.html", {"data": data_state(), "number": number})
