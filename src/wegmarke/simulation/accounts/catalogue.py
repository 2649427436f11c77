"""The touchpoints of business customers, and the export that holds each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class AccountPlace(IntEnum):
    """Touchpoints by code. The code is internal to the simulation; exports write labels."""

    TRADE_FAIR = 0
    RECOMMENDATION = 1
    FOLLOW_UP = 2
    CARE_CALL = 3
    PHONE_COMPLAINT = 4
    HANDOVER = 5
    RENEWAL = 6
    ENQUIRY = 7
    TEST_DEVICE = 8
    OFFER = 9
    APPROVAL = 10
    WON = 11
    LOST = 12
    FIRST_VISIT = 13
    DEMONSTRATION = 14
    NEGOTIATION = 15
    WORKS_COUNCIL = 16
    CARE_VISIT = 17
    ANNUAL_TALK = 18
    COMPLAINT_VISIT = 19
    WIN_BACK = 20
    SUCCESSOR_VISIT = 21
    QUESTION = 22
    ANSWER = 23
    COMPLAINT = 24
    REMINDER = 25
    COMPLAINT_ANSWER = 26
    PRICE_LETTER = 27
    PRICE_TALK = 28
    APPOINTMENT = 29
    NEW_CONTACT = 30
    WELCOME = 31
    THANKS = 32
    ORDER = 33
    CONFIRMATION = 34
    DELAY_NOTICE = 35
    DELIVERY = 36
    FAULT = 37
    ENGINEER_VISIT = 38
    FAULT_SOLVED = 39
    COMMISSIONING = 40
    MAINTENANCE = 41
    INVOICE = 42
    DUNNING = 43
    INVOICE_CORRECTED = 44
    PAYMENT = 45
    NOTICE = 46


@dataclass(frozen=True, slots=True)
class AccountTouchpoint:
    """A touchpoint: label as the exports write it, name in English, and where it belongs."""

    place: AccountPlace
    label: str
    english: str
    stage: str
    channel: str
    department: str
    source: str


def _t(place: AccountPlace, label: str, english: str, *where: str) -> AccountTouchpoint:
    stage, channel, department, source = where
    return AccountTouchpoint(place, label, english, stage, channel, department, source)


P = AccountPlace
_CRM, _SALES, _FIELD, _MAIL = "b2b_crm", "b2b_verkaufschancen", "b2b_besuchsberichte", "b2b_mails"
_ORDERS, _SERVICE, _BILLING, _NOTICES = "b2b_auftraege", "b2b_service", "b2b_rechnungen", "b2b_kuendigungen"

ACCOUNT_CATALOGUE: tuple[AccountTouchpoint, ...] = (
    _t(P.TRADE_FAIR, "Messegespräch", "Trade fair", "awareness", "Persönlich", "Vertrieb", _CRM),
    _t(P.RECOMMENDATION, "Empfehlung", "Recommendation", "awareness", "Persönlich", "Vertrieb", _CRM),
    _t(P.FOLLOW_UP, "Nachfassanruf", "Follow-up call", "consideration", "Telefon", "Vertrieb", _CRM),
    _t(P.CARE_CALL, "Betreuungsanruf", "Care call", "use", "Telefon", "Vertrieb", _CRM),
    _t(P.PHONE_COMPLAINT, "Telefonische Beschwerde", "Complaint by phone", "service", "Telefon", "Service", _CRM),
    _t(P.HANDOVER, "Übergabe an Service", "Handover to service", "purchase", "Persönlich", "Service", _CRM),
    _t(P.RENEWAL, "Vertragsverlängerung", "Renewal", "loyalty", "Telefon", "Vertrieb", _CRM),
    _t(P.ENQUIRY, "Anfrage", "Enquiry", "consideration", "Telefon", "Vertrieb", _SALES),
    _t(P.TEST_DEVICE, "Teststellung", "Test device", "consideration", "Persönlich", "Vertrieb", _SALES),
    _t(P.OFFER, "Angebot", "Offer", "consideration", "E-Mail", "Vertrieb", _SALES),
    _t(P.APPROVAL, "Freigabe beim Kunden", "Approval at the customer's", "purchase", "E-Mail", "Vertrieb", _SALES),
    _t(P.WON, "Auftrag erteilt", "Contract awarded", "purchase", "E-Mail", "Vertrieb", _SALES),
    _t(P.LOST, "Ausschreibung verloren", "Tender lost", "purchase", "E-Mail", "Vertrieb", _SALES),
    _t(P.FIRST_VISIT, "Erstbesuch", "First visit", "consideration", "Persönlich", "Vertrieb", _FIELD),
    _t(P.DEMONSTRATION, "Vorführung", "Demonstration", "consideration", "Persönlich", "Vertrieb", _FIELD),
    _t(P.NEGOTIATION, "Verhandlung", "Negotiation", "purchase", "Persönlich", "Vertrieb", _FIELD),
    _t(P.WORKS_COUNCIL, "Gespräch mit Betriebsrat", "Works council", "purchase", "Persönlich", "Vertrieb", _FIELD),
    _t(P.CARE_VISIT, "Betreuungsbesuch", "Care visit", "use", "Persönlich", "Vertrieb", _FIELD),
    _t(P.ANNUAL_TALK, "Jahresgespräch", "Annual talk", "loyalty", "Persönlich", "Vertrieb", _FIELD),
    _t(P.COMPLAINT_VISIT, "Reklamationsbesuch", "Visit after complaint", "service", "Persönlich", "Vertrieb", _FIELD),
    _t(P.WIN_BACK, "Rückgewinnungsgespräch", "Win-back talk", "loyalty", "Persönlich", "Vertrieb", _FIELD),
    _t(P.SUCCESSOR_VISIT, "Antrittsbesuch", "Visit to a new contact", "use", "Persönlich", "Vertrieb", _FIELD),
    _t(P.QUESTION, "Anfrage per E-Mail", "Question by mail", "use", "E-Mail", "Vertrieb", _MAIL),
    _t(P.ANSWER, "Antwort per E-Mail", "Answer by mail", "use", "E-Mail", "Vertrieb", _MAIL),
    _t(P.COMPLAINT, "Beschwerde", "Complaint", "service", "E-Mail", "Service", _MAIL),
    _t(P.REMINDER, "Nachfrage zur Beschwerde", "Complaint repeated", "service", "E-Mail", "Service", _MAIL),
    _t(P.COMPLAINT_ANSWER, "Antwort auf Beschwerde", "Complaint answered", "service", "E-Mail", "Service", _MAIL),
    _t(P.PRICE_LETTER, "Preisanpassung", "Price letter", "loyalty", "E-Mail", "Vertrieb", _MAIL),
    _t(P.PRICE_TALK, "Preisverhandlung", "Price negotiation", "loyalty", "E-Mail", "Vertrieb", _MAIL),
    _t(P.APPOINTMENT, "Terminbestätigung", "Appointment confirmed", "use", "E-Mail", "Vertrieb", _MAIL),
    _t(P.NEW_CONTACT, "Wechsel des Ansprechpartners", "Contact changes", "use", "E-Mail", "Vertrieb", _MAIL),
    _t(P.WELCOME, "Begrüßung durch den Service", "Welcome by service", "use", "E-Mail", "Service", _MAIL),
    _t(P.THANKS, "Dank", "Thanks", "use", "E-Mail", "Service", _MAIL),
    _t(P.ORDER, "Bestellung", "Order", "purchase", "E-Mail", "Innendienst", _ORDERS),
    _t(P.CONFIRMATION, "Auftragsbestätigung", "Order confirmation", "purchase", "E-Mail", "Innendienst", _ORDERS),
    _t(P.DELAY_NOTICE, "Lieferverzug gemeldet", "Delay announced", "delivery", "E-Mail", "Logistik", _ORDERS),
    _t(P.DELIVERY, "Lieferung", "Delivery", "delivery", "Spedition", "Logistik", _ORDERS),
    _t(P.FAULT, "Störungsmeldung", "Fault report", "service", "Telefon", "Service", _SERVICE),
    _t(P.ENGINEER_VISIT, "Technikertermin", "Engineer's visit", "service", "Persönlich", "Service", _SERVICE),
    _t(P.FAULT_SOLVED, "Störung behoben", "Fault solved", "service", "Persönlich", "Service", _SERVICE),
    _t(P.COMMISSIONING, "Inbetriebnahme", "Commissioning", "delivery", "Persönlich", "Service", _SERVICE),
    _t(P.MAINTENANCE, "Wartung", "Maintenance", "service", "Persönlich", "Service", _SERVICE),
    _t(P.INVOICE, "Rechnung", "Invoice", "purchase", "E-Mail", "Buchhaltung", _BILLING),
    _t(P.DUNNING, "Mahnung", "Dunning letter", "purchase", "Post", "Buchhaltung", _BILLING),
    _t(P.INVOICE_CORRECTED, "Rechnungskorrektur", "Corrected invoice", "purchase", "E-Mail", "Buchhaltung", _BILLING),
    _t(P.PAYMENT, "Rechnung bezahlt", "Invoice paid", "purchase", "Bank", "Buchhaltung", _BILLING),
    _t(P.NOTICE, "Kündigung", "Notice", "loyalty", "Post", "Vertrieb", _NOTICES),
)
"""All touchpoints, in the order of their codes."""
