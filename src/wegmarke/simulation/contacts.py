"""The touchpoints of the simulated company, and the shape in which its contacts are told.

A touchpoint has a German label (what the silos write), an English name (what pages in English show), a stage of the
journey, the channel and the department that answers for it, and the silo whose export holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np


class Place(IntEnum):
    """Touchpoints by code. The code is internal to the simulation; exports write labels."""

    ADVERT = 0
    SEARCH = 1
    RECOMMENDATION = 2
    TRADE_FAIR = 3
    COMPARISON_PORTAL = 4
    GUIDE = 5
    PRODUCT_PAGE = 6
    CONFIGURATOR = 7
    NEWSLETTER = 8
    CLUB = 9
    BASKET = 10
    ENQUIRY = 11
    CONSULTATION = 12
    PARTNER_CONSULTATION = 13
    OFFER = 14
    FOLLOW_UP = 15
    OFFER_DECLINED = 16
    ORDER = 17
    CONFIRMATION = 18
    DELIVERY_NOTICE = 19
    FAILED_DELIVERY = 20
    LATE_NOTICE = 21
    DELIVERY = 22
    REGISTRATION = 23
    HELP_PAGE = 24
    FAULT_REPORT = 25
    HOTLINE = 26
    ENGINEER_VISIT = 27
    FAULT_SOLVED = 28
    COMPLAINT = 29
    REDRESS = 30
    INVOICE = 31
    INVOICE_CORRECTED = 32
    DUNNING = 33
    PAYMENT = 34
    PRICE_LETTER = 35
    SURVEY_NPS = 36
    SURVEY_DELIVERY = 37
    SURVEY_SERVICE = 38
    REVIEW = 39
    MENTION = 40
    CANCELLATION_PAGE = 41
    CANCELLATION = 42


@dataclass(frozen=True, slots=True)
class TouchpointOf:
    """A touchpoint of the company: label as the silos write it, name in English, and where it belongs."""

    place: Place
    label: str
    english: str
    stage: str
    channel: str
    department: str
    silo: str


def _t(place: Place, label: str, english: str, *where: str) -> TouchpointOf:
    stage, channel, department, silo = where
    return TouchpointOf(place, label, english, stage, channel, department, silo)


P = Place
CATALOGUE: tuple[TouchpointOf, ...] = (
    _t(P.ADVERT, "Online-Anzeige", "Online advert", "awareness", "Web", "Marketing", "web"),
    _t(P.SEARCH, "Suchmaschine", "Search engine", "awareness", "Web", "Marketing", "web"),
    _t(P.RECOMMENDATION, "Empfehlung", "Recommendation", "awareness", "Persönlich", "Marketing", "crm"),
    _t(P.TRADE_FAIR, "Messegespräch", "Trade fair", "awareness", "Persönlich", "Vertrieb", "crm"),
    _t(P.COMPARISON_PORTAL, "Vergleichsportal", "Comparison portal", "consideration", "Web", "Marketing", "web"),
    _t(P.GUIDE, "Ratgeber", "Buying guide", "consideration", "Web", "Marketing", "web"),
    _t(P.PRODUCT_PAGE, "Produktseite", "Product page", "consideration", "Web", "Webshop", "web"),
    _t(P.CONFIGURATOR, "Konfigurator", "Configurator", "consideration", "Web", "Webshop", "web"),
    _t(P.NEWSLETTER, "Newsletter", "Newsletter", "loyalty", "E-Mail", "Marketing", "crm"),
    _t(P.CLUB, "Kundenclub", "Customer club", "loyalty", "E-Mail", "Marketing", "crm"),
    _t(P.BASKET, "Warenkorb", "Basket", "purchase", "Web", "Webshop", "web"),
    _t(P.ENQUIRY, "Anfrage", "Enquiry", "consideration", "Telefon", "Vertrieb", "pipeline"),
    _t(P.CONSULTATION, "Beratungsgespräch", "Consultation", "consideration", "Persönlich", "Vertrieb", "crm"),
    _t(
        P.PARTNER_CONSULTATION,
        "Beratung beim Fachhändler",
        "Partner consultation",
        "consideration",
        "Partner",
        "Vertrieb",
        "crm",
    ),
    _t(P.OFFER, "Angebot", "Offer", "consideration", "E-Mail", "Vertrieb", "pipeline"),
    _t(P.FOLLOW_UP, "Nachfassanruf", "Follow-up call", "consideration", "Telefon", "Vertrieb", "crm"),
    _t(P.OFFER_DECLINED, "Angebot abgelehnt", "Offer declined", "consideration", "Telefon", "Vertrieb", "pipeline"),
    _t(P.ORDER, "Bestellung", "Order", "purchase", "Web", "Webshop", "orders"),
    _t(P.CONFIRMATION, "Auftragsbestätigung", "Order confirmation", "purchase", "E-Mail", "Webshop", "orders"),
    _t(P.DELIVERY_NOTICE, "Terminavis", "Delivery notice", "delivery", "E-Mail", "Logistik", "orders"),
    _t(P.FAILED_DELIVERY, "Zustellung gescheitert", "Failed delivery", "delivery", "Spedition", "Logistik", "orders"),
    _t(P.LATE_NOTICE, "Lieferverzug gemeldet", "Delay announced", "delivery", "E-Mail", "Logistik", "orders"),
    _t(P.DELIVERY, "Lieferung", "Delivery", "delivery", "Spedition", "Logistik", "orders"),
    _t(P.REGISTRATION, "Produktregistrierung", "Product registration", "use", "Web", "Produkt", "web"),
    _t(P.HELP_PAGE, "Hilfeseite", "Help page", "use", "Web", "Service", "web"),
    _t(P.FAULT_REPORT, "Störungsmeldung", "Fault report", "service", "Telefon", "Service", "tickets"),
    _t(P.HOTLINE, "Anruf Hotline", "Hotline call", "service", "Telefon", "Service", "calls"),
    _t(P.ENGINEER_VISIT, "Technikertermin", "Engineer's visit", "service", "Persönlich", "Service", "tickets"),
    _t(P.FAULT_SOLVED, "Störung behoben", "Fault solved", "service", "Telefon", "Service", "tickets"),
    _t(P.COMPLAINT, "Beschwerde", "Complaint", "service", "E-Mail", "Service", "tickets"),
    _t(P.REDRESS, "Wiedergutmachung", "Redress", "service", "E-Mail", "Service", "tickets"),
    _t(P.INVOICE, "Rechnung", "Invoice", "purchase", "E-Mail", "Buchhaltung", "billing"),
    _t(P.INVOICE_CORRECTED, "Rechnungskorrektur", "Corrected invoice", "purchase", "E-Mail", "Buchhaltung", "billing"),
    _t(P.DUNNING, "Mahnung", "Dunning letter", "purchase", "Post", "Buchhaltung", "billing"),
    _t(P.PAYMENT, "Rechnung bezahlt", "Invoice paid", "purchase", "Bank", "Buchhaltung", "billing"),
    _t(P.PRICE_LETTER, "Preisanpassung", "Price letter", "loyalty", "Post", "Marketing", "crm"),
    _t(P.SURVEY_NPS, "Kundenbefragung", "Customer survey", "loyalty", "E-Mail", "Marketing", "surveys"),
    _t(
        P.SURVEY_DELIVERY,
        "Befragung nach Lieferung",
        "Survey after delivery",
        "delivery",
        "E-Mail",
        "Logistik",
        "surveys",
    ),
    _t(P.SURVEY_SERVICE, "Befragung nach Service", "Survey after service", "service", "E-Mail", "Service", "surveys"),
    _t(P.REVIEW, "Bewertung", "Review", "loyalty", "Web", "Marketing", "reviews"),
    _t(P.MENTION, "Öffentliche Erwähnung", "Public mention", "loyalty", "Web", "Marketing", "reviews"),
    _t(P.CANCELLATION_PAGE, "Kündigungsseite", "Cancellation page", "loyalty", "Web", "Service", "web"),
    _t(P.CANCELLATION, "Kündigung", "Cancellation", "loyalty", "Post", "Service", "cancellations"),
)
"""All touchpoints, in the order of their codes."""


class Defect(IntEnum):
    """The planted defects in how the company works. `NONE` marks a contact in which none was at play."""

    NONE = 0
    LATE_DELIVERY = 1
    SILENT_HANDOVER = 2
    REPEATED_CALL = 3
    WRONG_INVOICE = 4
    DUNNING_AFTER_COMPLAINT = 5
    SLOW_OFFER = 6


class Cause(IntEnum):
    """Why somebody left in truth: what, taken away alone, would have kept them in that month."""

    STAYED = 0
    DEFECT = 1
    PRICE = 2
    BOTH = 3
    OTHER = 4


class Reason(IntEnum):
    """The reason that was stated on leaving, or that a sales rep noted."""

    NONE_GIVEN = 0
    PRICE = 1
    DELIVERY = 2
    SERVICE = 3
    PRODUCT = 4
    COMPETITOR = 5
    NO_NEED = 6


CONTACT_DTYPE = np.dtype(
    [
        ("time", np.int64),
        ("due", np.int64),
        ("done", np.int64),
        ("person", np.uint32),
        ("matter", np.uint32),
        ("detail", np.int32),
        ("place", np.uint8),
        ("defect", np.uint8),
        ("theme", np.uint8),
        ("team", np.uint8),
    ]
)
"""One contact. time: seconds since 1970, UTC. due, done: of a promise or a task, 0 where there is none. matter: the
order, offer or fault it belongs to, counted for each person. detail: value in cents (order, invoice, payment, offer),
score (surveys, reviews), stated reason (cancellation, offer declined), seconds (hotline: waiting). defect: planted
defect at play, which no export tells. theme: what a text would be about, place in `THEMES`. team: 0 to TEAMS - 1.
"""

THEMES: tuple[str, ...] = (
    "neutral",
    "late_delivery",
    "silent_handover",
    "repeated_call",
    "wrong_invoice",
    "dunning_after_complaint",
    "slow_offer",
    "price",
    "product_defect",
    "good_service",
    "good_product",
    "good_delivery",
)

FATE_DTYPE = np.dtype(
    [
        ("margin", np.int64),
        ("person", np.uint32),
        ("customer_since", np.int32),
        ("left_day", np.int32),
        ("first_harm_day", np.int32),
        ("orders", np.int32),
        ("defects", np.int32, 7),
        ("kept", np.int32),
        ("promises", np.int32),
        ("asked", np.int32),
        ("promoters", np.int32),
        ("detractors", np.int32),
        ("first_delivered_day", np.int32),
        ("first_late", np.int8),
        ("cause", np.uint8),
        ("stated", np.uint8),
        ("came_by", np.uint8),
        ("offer", np.uint8),
        ("deterred", np.uint8),
    ]
)
"""What became of a person, which only the truth tells. margin: contribution margin in cents over the whole time.
customer_since, left_day: days of the simulation, -1 where it never came to that (a negative since for customers from
before is told as 0). defects: how often each was met, by `Defect`. first_harm_day: when the
first was met. promises, kept: delivery dates. asked, promoters, detractors: of the customer survey, whether or not
somebody answered. first_delivered_day, first_late: of the first order of those who came, -1 for others. came_by: the
touchpoint of the first contact. offer: 0 none, 1 won, 2 lost. deterred: 1 if bad
talk kept the person from ever coming.
"""
