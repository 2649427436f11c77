"""The facts that fill the sentences about one account: names, numbers, dates, amounts."""

from __future__ import annotations

from wegmarke.simulation.accounts import purposes as p
from wegmarke.simulation.accounts.days import Days
from wegmarke.simulation.accounts.numbering import invoice_number, job_number, order_number, tender_number
from wegmarke.simulation.accounts.parameters import AccountDefect, AccountParameters
from wegmarke.simulation.accounts.purposes import Draws
from wegmarke.simulation.accounts.records import AccountLife, Incident, Talk, Tender
from wegmarke.simulation.accounts.selling import BUSINESS_COMPETITORS
from wegmarke.simulation.accounts.staff import MANAGEMENT, TECHNICAL, Contact
from wegmarke.simulation.accounts.trades import TRADES
from wegmarke.simulation.words.products import PRODUCTS

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_PRODUCT = {product.number: product for product in PRODUCTS}
_A_SITE = {"Haus": "ein Haus", "Filiale": "eine Filiale", "Betrieb": "einen Betrieb", "Gebäude": "eine Etage"}


def dative(one: Contact) -> str:
    """As one speaks with somebody: mit Herrn Becker."""
    return one.formal.replace("Herr ", "Herrn ", 1)


def euros(cents: int) -> str:
    """An amount as a German writes it: 1.234,50."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}".replace(",", ".") + f",{rest:02d}"


class Facts:
    """What can be said about one account."""

    def __init__(self, parameters: AccountParameters, seed: int, days: Days, life: AccountLife) -> None:
        self.parameters, self.days, self.life, self.firm = parameters, days, life, life.firm
        self.draws = Draws(seed, life.firm.account)
        self._orders = {one.number: one for one in life.orders}
        self._jobs = {one.number: one for one in life.jobs}
        self._invoices = {one.number: one for one in life.invoices}
        self._tenders = {one.number: one for one in life.tenders}
        self._complaints = {
            (int(one.incident.defect), one.incident.matter): one.time
            for one in reversed(life.talks)
            if one.incident is not None and one.theme.startswith("complaint_")
        }

    def day(self, moment: int) -> str:
        """12.05.2024."""
        return f"{self.days.local(moment):%d.%m.%Y}"

    def of(self, person: Contact, moment: int, random: int) -> dict[str, str]:
        """What can be said of the account and of a person there at a moment, whatever it is about."""
        firm, local = self.firm, self.days.local(moment)
        today = self.days.day(local.date())
        other = self.life.staff.who(today, (TECHNICAL, MANAGEMENT), random % 7)
        if other.key == person.key:
            other = self.life.staff.who(today, (MANAGEMENT, TECHNICAL), random % 5)
        product, _ = firm.machines[random % len(firm.machines)]
        before = MONTHS[(local.month - 2) % 12]
        return {
            "firma": firm.name,
            "ort": firm.town,
            "ein_haus": _A_SITE[TRADES[firm.trade].place],
            "standorte": str(firm.sites),
            "modell": product.name,
            "anzahl": str(firm.machine_count),
            "geraete": str(firm.machine_count),
            "monatsbetrag": f"{euros(firm.month_cents)} Euro",
            "kontakt": person.formal,
            "dem_kontakt": dative(person),
            "kontakt2": other.formal,
            "dem_kontakt2": dative(other),
            "funktion": person.job,
            "mitbewerber": BUSINESS_COMPETITORS[random % 3 % 2],
            "rabatt": str(firm.discount_percent or 5),
            "nachlass": str(2 + random % 4),
            "rise": str(round(self.parameters.price_rise * 100)),
            "jahr": str(local.year),
            "naechstes_jahr": str(local.year + 1),
            "monat": before,
        }

    def about_tender(self, number: int) -> dict[str, str]:
        """What can be said of a tender."""
        one = self._tenders[number]
        return {
            "modell": _PRODUCT[one.product].name,
            "anzahl": str(one.machines),
            "mitbewerber": one.competitor or BUSINESS_COMPETITORS[0],
            "nr": tender_number(self.firm, one),
        }

    def tender(self, number: int) -> Tender | None:
        """The tender of this number."""
        return self._tenders.get(number)

    def about(self, incident: Incident) -> dict[str, str]:
        """What can be said of an incident: when, which number, what had been promised for when."""
        defect, matter = incident.defect, incident.matter
        said = {"datum": self.day(incident.time)}
        complained = self._complaints.get((int(defect), matter))
        if defect == AccountDefect.UNANSWERED_COMPLAINT:
            defect, matter = AccountDefect(matter >> 16), matter & 0xFFFF
            complained = self._complaints.get((int(defect), matter))
            if complained:
                said["datum"] = self.day(complained)
        if complained:
            said["beschwerde"] = self.day(complained)
        return said | self._matter(defect, matter)

    def came(self, incident: Incident) -> int:
        """When what had been promised came in the end, goods or an engineer; 0 where it did not, or nothing had to."""
        if incident.defect == AccountDefect.LATE_DELIVERY:
            return self._orders[incident.matter].delivered
        return self._jobs[incident.matter].on_site if incident.defect == AccountDefect.SLOW_SERVICE else 0

    def _matter(self, defect: AccountDefect, matter: int) -> dict[str, str]:
        if defect == AccountDefect.LATE_DELIVERY:
            order = self._orders[matter]
            return {"nr": order_number(self.days, self.firm, order), "zusage": self.day(order.promised)}
        if defect in (AccountDefect.SLOW_SERVICE, AccountDefect.UNSOLVED_FAULT):
            job = self._jobs[matter]
            return {
                "nr": job_number(self.days, self.firm, job),
                "datum": self.day(job.reported),
                "zusage": f"{self.days.local(job.due):%d.%m.%Y, %H:%M} Uhr",
                "modell": _PRODUCT[job.product].name,
            }
        if defect == AccountDefect.WRONG_INVOICE:
            return {"nr": invoice_number(self.firm, self._invoices[matter])}
        if defect == AccountDefect.SLOW_OFFER:
            return {"zusage": self.day(self._tenders[matter].offer_due)}
        return {}

    def of_talk(self, talk: Talk, purpose: int = p.TEXT) -> tuple[dict[str, str], int]:
        """All slots of a talk, and the random bits that choose its words."""
        random = self.draws.bits(purpose + int(talk.place), talk.occasion)
        person = self.life.staff[talk.person]
        slots = self.of(person, talk.time, random >> 40)
        if talk.incident is not None:
            slots |= self.about(talk.incident)
        if talk.theme in _OF_TENDERS:
            slots |= self.about_tender(talk.matter)
        if talk.theme in ("new_contact", "successor"):
            slots["alt"] = self.life.staff[talk.matter].formal
            slots["dem_alt"] = dative(self.life.staff[talk.matter])
        if talk.theme == "appointment":
            date = self.days.date(talk.matter)
            slots["termin"] = f"{_WEEKDAYS[date.weekday()]}, {date:%d.%m.%Y}"
        return slots, random


_OF_TENDERS = frozenset(
    (
        "trade_fair", "recommendation", "first_visit", "demonstration", "negotiation_first", "negotiation_again",
        "works_council", "follow_up", "follow_up_slow", "handover", "welcome",
    )
)  # fmt: skip
