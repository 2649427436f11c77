"""Make the example company Musterhaus: four departments' exports, each in a format and with a dirt of its own.

    .venv/bin/python tools/make_examples.py

The company, its customers and everything that happens to them are made up by the rules below, with a fixed seed; the
files under src/wegmarke/examples/musterhaus are what comes out. Nobody real stands in them, and nothing that they show
says anything about real companies. What is planted: late deliveries come before many of the losses, while the reason
that is written down is mostly the price.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import xlsxwriter

SEED = 20_261_122
CUSTOMERS = 640
TARGET = Path(__file__).resolve().parent.parent / "src" / "wegmarke" / "examples" / "musterhaus"
BEGIN, END = dt.datetime(2025, 1, 7), dt.datetime(2026, 10, 30)  # noqa: DTZ001 - the company's own clock: Europe/Berlin

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
PAGES = {"Startseite": 5, "Produktseite": 9, "Konfigurator": 5, "Ratgeber": 4, "Newsletter-Link": 3, "Preisliste": 3}
FIRST_TALK = {"Beratung im Ladengeschäft": 4, "Beratung am Telefon": 5, "Beratung per E-Mail": 3}
CHANNEL = {
    "Beratung im Ladengeschäft": "Ladengeschäft",
    "Beratung am Telefon": "Telefon",
    "Beratung per E-Mail": "E-Mail",
    "Angebot nachgefasst": "Telefon",
    "Angebot abgelehnt": "Telefon",
    "Entschuldigung mit Gutschein": "E-Mail",
    "Kundenkonto gekündigt": "E-Mail",
}
REASONS = {"Preis": 12, "Wettbewerber": 3, "Lieferzeit": 2, "kein Bedarf mehr": 3}
REASONS_WHEN_LATE = {"Preis": 11, "Lieferzeit": 5, "Wettbewerber": 3, "Service": 1}
WARES = {"Küche": 7400, "Schrankwand": 2900, "Esstisch": 1250, "Sofa": 1900, "Bett": 1400, "Regalsystem": 780}


@dataclass(slots=True)
class Order:
    """One line of the web shop's export: offered, ordered, confirmed, delivered, paid; or late, or cancelled."""

    customer: str
    ware: str
    amount: float
    offered: dt.datetime
    ordered: dt.datetime | None = None
    confirmed: dt.datetime | None = None
    promised: dt.datetime | None = None
    delay_told: dt.datetime | None = None
    delivered: dt.datetime | None = None
    cancelled: dt.datetime | None = None
    reminded: dt.datetime | None = None
    paid: dt.datetime | None = None


@dataclass(slots=True)
class Company:
    """What the four departments have noted."""

    orders: list[Order] = field(default_factory=list)
    activities: list[tuple[dt.datetime, str, str, str]] = field(default_factory=list)  # when, customer, what, reason
    tickets: list[tuple[dt.datetime, str, str, str]] = field(default_factory=list)  # when, customer, topic, channel
    visits: list[tuple[dt.datetime, str, str]] = field(default_factory=list)  # when, customer, page


class Life:
    """Lets customers live through their purchases."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.company = Company()

    def chance(self, share: float) -> bool:
        """Whether it happens this time."""
        return bool(self.random.random() < share)

    def one_of(self, words: dict[str, int]) -> str:
        """One of the words, by their weights."""
        weights = np.array(list(words.values()), float)
        return str(self.random.choice(list(words), p=weights / weights.sum()))

    def later(self, moment: dt.datetime, low: float, high: float) -> dt.datetime:
        """Some days after the moment, in the hours in which the company works."""
        day = (moment + float(self.random.uniform(low, high)) * DAY).replace(hour=0, minute=0, second=0, microsecond=0)
        return max(day + float(self.random.uniform(8, 18)) * HOUR, moment + 7 * MINUTE)

    def live(self, customer: str) -> None:
        """One customer's years: one purchase after the other, until they are lost or the log ends."""
        days = (END - BEGIN).days
        moment = BEGIN + float(self.random.uniform(0, 0.8 * days)) * DAY
        for _ in range(int(self.random.choice([1, 2, 3], p=[0.66, 0.26, 0.08]))):
            after = self.purchase(customer, moment)
            if after is None:
                return
            moment = self.later(after, 150, 260)

    def purchase(self, customer: str, moment: dt.datetime) -> dt.datetime | None:
        """From the first look to the end; None when the customer does not come back."""
        moment = self.look_around(customer, moment, int(self.random.integers(1, 7)))
        if self.chance(0.75):
            moment = self.note(customer, self.later(moment, 0.2, 4), self.one_of(FIRST_TALK))
        if self.chance(0.5):
            moment = self.look_around(customer, moment, int(self.random.integers(1, 4)))
        ware = self.one_of(dict.fromkeys(WARES, 1))
        amount = round(float(WARES[ware] * self.random.lognormal(0, 0.35)), 2)
        order = Order(customer, ware, amount, self.later(moment, 0.5, 6))
        self.company.orders.append(order)
        moment = order.offered
        for _ in range(int(self.random.choice([0, 1, 2], p=[0.45, 0.4, 0.15]))):
            moment = self.note(customer, self.later(moment, 3, 9), "Angebot nachgefasst")
        end = self.random.random()
        if end < 0.11:
            return None  # never heard of again: the journey stays open
        if end < 0.27:
            self.note(customer, self.later(moment, 1, 8), "Angebot abgelehnt", self.one_of(REASONS))
            return None
        return self.fulfil(order, moment)

    def fulfil(self, order: Order, moment: dt.datetime) -> dt.datetime | None:
        """From the order to the paid bill, in time or late."""
        order.ordered = self.later(moment, 0.5, 7)
        order.confirmed = self.later(order.ordered, 0.5, 3)
        order.promised = order.confirmed.replace(hour=0, minute=0, second=0) + int(self.random.integers(14, 36)) * DAY
        if self.chance(0.2):
            self.look_around(order.customer, order.confirmed, 1)
        crowded = order.promised.month in {10, 11, 12}
        if self.chance(0.42 if crowded else 0.2):
            return self.late(order)
        order.delivered = order.promised.replace(hour=0) - int(self.random.integers(0, 4)) * DAY + 11 * HOUR
        moment = order.delivered
        if self.chance(0.14):
            moment = self.ask(order.customer, self.later(moment, 1, 10), self.one_of({"Montagefrage": 3, "Mangel": 2}))
        if self.chance(0.02):
            self.note(order.customer, self.later(moment, 2, 20), "Kundenkonto gekündigt", self.one_of(REASONS))
            return None
        return self.pay(order, moment)

    def late(self, order: Order) -> dt.datetime | None:
        """The promised day passes. Customers ask, again and again; half of them are lost."""
        assert order.promised is not None  # noqa: S101 - a late order was promised
        if self.chance(0.8):
            order.delay_told = self.later(order.promised, -3, 1)
        moment = self.later(order.promised, 1, 4)
        for _ in range(int(self.random.choice([1, 2, 3, 4], p=[0.35, 0.3, 0.2, 0.15]))):
            moment = self.ask(order.customer, moment, "Wo bleibt die Lieferung?")
            moment = self.later(moment, 2, 6)
        if self.chance(0.25):
            moment = self.note(order.customer, moment, "Entschuldigung mit Gutschein")
        if self.chance(0.5):
            order.cancelled = self.later(moment, 0.5, 4)
            return None
        order.delivered = self.later(moment, 1, 12)
        moment = order.delivered
        if self.chance(0.3):
            moment = self.ask(order.customer, self.later(moment, 1, 6), "Beschwerde")
            reason = self.one_of(REASONS_WHEN_LATE)
            self.note(order.customer, self.later(moment, 2, 20), "Kundenkonto gekündigt", reason)
            return None
        return self.pay(order, moment)

    def pay(self, order: Order, moment: dt.datetime) -> dt.datetime:
        """The bill, with or without a reminder."""
        if self.chance(0.15):
            order.reminded = moment = self.later(moment, 20, 30)
        order.paid = self.later(moment, 2, 14)
        return order.paid

    def look_around(self, customer: str, moment: dt.datetime, pages: int) -> dt.datetime:
        """Some visits of the web site."""
        for place in range(pages):
            minutes = float(self.random.uniform(1, 9)) if place and self.chance(0.6) else 0
            moment = moment + minutes * MINUTE if minutes else moment + float(self.random.uniform(0.1, 6)) * DAY
            self.company.visits.append((moment, customer, self.one_of(PAGES)))
        return moment

    def note(self, customer: str, moment: dt.datetime, what: str, reason: str = "") -> dt.datetime:
        """An activity in the CRM."""
        self.company.activities.append((moment, customer, what, reason))
        return moment

    def ask(self, customer: str, moment: dt.datetime, topic: str) -> dt.datetime:
        """A ticket of the service."""
        channel = self.one_of({"Telefon": 6, "E-Mail": 3, "Chat": 2})
        self.company.tickets.append((moment, customer, topic, channel))
        return moment


def until_the_end(company: Company) -> Company:
    """What the departments know on the last day: nothing of what lies ahead, no order of which the offer does."""
    for order in company.orders:
        for name in ("ordered", "confirmed", "delay_told", "delivered", "cancelled", "reminded", "paid"):
            moment = getattr(order, name)
            if moment is not None and moment > END:
                setattr(order, name, None)
        if order.confirmed is None:
            order.promised = None
    return Company(
        [order for order in company.orders if order.offered <= END],
        sorted(one for one in company.activities if one[0] <= END),
        sorted(one for one in company.tickets if one[0] <= END),
        sorted(one for one in company.visits if one[0] <= END),
    )


# --- four silos, four formats -------------------------------------------------------------------------------------

ORDER_COLUMNS = (
    "Auftragsnr;Kundennr;Warengruppe;Auftragswert;angeboten_am;bestellt_am;bestätigt_am;zugesagt_für;"
    "Verzug gemeldet am;geliefert_am;Lieferstatus;storniert_am;gemahnt_am;bezahlt_am"
)


def german(moment: dt.datetime | None, *, day_only: bool = False) -> str:
    """As the web shop writes it."""
    if moment is None:
        return ""
    return f"{moment:%d.%m.%Y}" if day_only else f"{moment:%d.%m.%Y %H:%M}"


def amount_text(amount: float) -> str:
    """1.234,50 as German systems write it."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def order_lines(orders: Sequence[Order]) -> Iterator[str]:
    """The web shop's export, with two rows that nobody can read and one that was written twice."""
    yield ORDER_COLUMNS
    for number, order in enumerate(sorted(orders, key=lambda one: one.offered), 40_001):
        late = order.delivered and order.promised and order.delivered.date() > order.promised.date()
        cells = [
            f"A{number}",
            order.customer,
            order.ware,
            amount_text(order.amount),
            german(order.offered),
            german(order.ordered),
            german(order.confirmed),
            german(order.promised, day_only=True),
            german(order.delay_told),
            german(order.delivered),
            ("verspätet" if late else "pünktlich") if order.delivered else "",
            german(order.cancelled),
            german(order.reminded),
            german(order.paid),
        ]
        if number == 40_137:
            cells[4] = "31.02.2025 09:30"
        if number == 40_266:
            cells[1] = ""
        yield ";".join(cells)
        if number == 40_300:
            yield ";".join(cells)


def write_orders(company: Company, folder: Path) -> None:
    """CSV with semicolons in the code page of a German Windows."""
    text = "\r\n".join(order_lines(company.orders)) + "\r\n"
    (folder / "webshop_auftraege.csv").write_bytes(text.encode("cp1252"))


def write_activities(company: Company, random: np.random.Generator, folder: Path) -> None:
    """A workbook, as somebody in sales keeps it: a title line above the header, a sheet of notes behind."""
    with xlsxwriter.Workbook(folder / "crm_aktivitaeten.xlsx") as book:
        book.set_properties({"created": dt.datetime(2026, 11, 1, tzinfo=dt.UTC), "author": "Musterhaus"})
        moment_format = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        sheet = book.add_worksheet("Aktivitäten")
        sheet.write_string(0, 0, "CRM-Export Vertrieb, Stand 30.10.2026")
        for column, name in enumerate(("Kundennummer", "Datum", "Aktivität", "Kanal", "genannter Grund", "Bearbeiter")):
            sheet.write_string(1, column, name)
        for row, (moment, customer, what, reason) in enumerate(company.activities, 2):
            sheet.write_string(row, 0, customer)
            sheet.write_datetime(row, 1, moment.replace(second=0, microsecond=0), moment_format)
            for column, text in enumerate((what, CHANNEL[what], reason, f"MA-{random.integers(3, 19):03d}"), 2):
                sheet.write_string(row, column, text)
        book.add_worksheet("Hinweise").write_string(0, 0, "Nur für den internen Gebrauch.")


def write_tickets(company: Company, random: np.random.Generator, folder: Path) -> None:
    """One object a line, nested, times with their offset; two lines were cut off when the disk was full."""
    lines = []
    for number, (moment, customer, topic, channel) in enumerate(company.tickets, 7001):
        offset = 2 if _summer(moment) else 1
        ticket = {
            "ticket": number,
            "eroeffnet": f"{moment:%Y-%m-%dT%H:%M:%S}+0{offset}:00",
            "kunde": {"nummer": customer},
            "thema": topic,
            "kanal": channel,
            "agent": f"svc{random.integers(1, 9):02d}",
        }
        line = json.dumps(ticket, ensure_ascii=False)
        lines.append(line if number not in {7090, 7222} else line[: len(line) // 2])
    (folder / "service_tickets.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


def write_visits(company: Company, random: np.random.Generator, folder: Path) -> None:
    """The web site's log: times in UTC; some visitors were not signed in, and those rows name nobody."""
    lines = ["zeit,kundennummer,seite,herkunft"]
    for moment, customer, page in company.visits:
        origin = ("", "suche", "anzeige", "newsletter", "direkt")[random.integers(0, 5)]
        utc = moment - (2 if _summer(moment) else 1) * HOUR
        lines.append(f"{utc:%Y-%m-%dT%H:%M:%SZ},{'' if random.random() < 0.008 else customer},{page},{origin}")
    (folder / "web_besuche.csv").write_text("\n".join(lines) + "\n", "utf-8")


def _summer(moment: dt.datetime) -> bool:
    """Whether the company's clock stands on summer time (from the last Sunday of March to that of October)."""
    days = [dt.datetime(moment.year, month, 31) for month in (3, 10)]  # noqa: DTZ001 - compared with the same clock
    first, last = (day - ((day.weekday() + 1) % 7) * DAY + 3 * HOUR for day in days)
    return first <= moment < last


def main() -> None:
    """Write the four files."""
    TARGET.mkdir(parents=True, exist_ok=True)
    life = Life(SEED)
    for number in range(CUSTOMERS):
        life.live(f"{10_000 + 7 * number:07d}")
    company = until_the_end(life.company)
    write_orders(company, TARGET)
    write_activities(company, life.random, TARGET)
    write_tickets(company, life.random, TARGET)
    write_visits(company, life.random, TARGET)


if __name__ == "__main__":
    main()
