"""Trades of business customers, the pieces of their names, buying roles and job titles."""

from __future__ import annotations

from dataclasses import dataclass

_SMALL = (("", 45), ("e. K.", 12), ("GmbH", 38), ("GmbH & Co. KG", 5), ("UG (haftungsbeschränkt)", 4), ("OHG", 3))
_FREE = (("", 90), ("GbR", 10))
_LEGAL = (("", 50), ("PartG mbB", 30), ("mbB", 6), ("GmbH", 10))
_COMPANY = (("GmbH", 62), ("GmbH & Co. KG", 26), ("AG", 5), ("KG", 5), ("SE", 1))
_SOCIAL = (("e. V.", 34), ("gGmbH", 40), ("", 26))


@dataclass(frozen=True, slots=True)
class Sector:
    """A trade: its weight, its names, the templates of company names, and legal forms with their weights."""

    key: str
    german: str
    english: str
    weight: int
    names: tuple[str, ...]
    legal_forms: tuple[tuple[str, int], ...]


SECTORS = (
    Sector(
        "crafts",
        "Handwerk",
        "Crafts",
        190,
        (
            "Elektro {last}",
            "Elektrotechnik {last}",
            "Malerbetrieb {last}",
            "Tischlerei {last}",
            "Schreinerei {last}",
            "Metallbau {last}",
            "Dachdeckerei {last}",
            "Heizungsbau {last}",
            "{last} Sanitär + Heizung",
            "Autohaus {last}",
            "Kfz-Werkstatt {last}",
            "Gartenbau {last}",
            "Fliesen {last}",
            "Zimmerei {last} & [Sohn|Söhne]",
            "{last} & {other} Trockenbau",
            "Gebäudereinigung {last} {town}",
        ),
        _SMALL,
    ),
    Sector(
        "food",
        "Bäckerei und Lebensmittel",
        "Bakeries and food",
        100,
        (
            "Bäckerei {last}",
            "Bäckerei & Konditorei {last}",
            "Landbäckerei {last}",
            "Fleischerei {last}",
            "Metzgerei {last}",
            "Feinkost {last}",
            "Hofladen {last}",
            "Konditorei {last} am Markt",
            "Weinhandlung {last} & {other}",
        ),
        _SMALL,
    ),
    Sector(
        "hospitality",
        "Gastronomie und Hotel",
        "Hospitality",
        190,
        (
            "Café {last}",
            "Café {house}",
            "Hotel {house}",
            "Hotel {house} {town}",
            "Landhotel {house}",
            "Gasthof {house}",
            "Gasthaus {house} {town}",
            "Restaurant {house} {town}",
            "Pension {last}",
            "Bistro {last} {town}",
            "Eiscafé {house}",
            "Hotel {last} am [Markt|See|Park|Bahnhof]",
            "Brauhaus {last} {town}",
        ),
        (("", 55), ("GmbH", 30), ("GbR", 5), ("e. K.", 8), ("UG (haftungsbeschränkt)", 3)),
    ),
    Sector(
        "health",
        "Praxen",
        "Medical practices",
        150,
        (
            "Zahnarztpraxis Dr. {last}",
            "Hausarztpraxis Dr. {last}",
            "Gemeinschaftspraxis Dr. {last} und Dr. {other}",
            "Praxis Dr. {last} & Kollegen",
            "Physiotherapie {last}",
            "Praxis für [Physiotherapie|Ergotherapie|Logopädie] {last}",
            "Tierarztpraxis Dr. {last}",
            "Augenarztpraxis Dr. {last}",
            "Kieferorthopädie Dr. {last} & Dr. {other}",
            "Zahnärzte {street} {town}",
        ),
        _FREE,
    ),
    Sector(
        "legal",
        "Kanzleien und Steuerbüros",
        "Law and tax offices",
        110,
        (
            "Kanzlei {last}",
            "Kanzlei {last} & {other}",
            "Rechtsanwälte {last} {other} & Partner",
            "{last} {other} Rechtsanwälte",
            "Steuerbüro {last}",
            "Steuerberatung {last} & {other}",
            "{last} + {other} Steuerberater",
            "Notariat {last}",
        ),
        _LEGAL,
    ),
    Sector(
        "care",
        "Kitas und Pflege",
        "Child and elderly care",
        90,
        (
            "Kita [Regenbogen|Sonnenblume|Pusteblume|Löwenzahn|Zwergenland|Wirbelwind|Spatzennest] {town}",
            "Kindertagesstätte {street} {town}",
            "Waldkindergarten {town}",
            "Seniorenresidenz [Lindenhof|Sonnenhof|Rosengarten|Am Schlosspark|Am Stadtgarten] {town}",
            "Pflegedienst {last}",
            "Pflegezentrum {street} {town}",
            "Tagespflege {last}",
            "Jugendhilfe {town}",
        ),
        _SOCIAL,
    ),
    Sector(
        "office",
        "Büros und Dienstleister",
        "Offices and services",
        130,
        (
            "{last} & {other} Ingenieure",
            "Architekturbüro {last}",
            "Ingenieurbüro {last} + {other}",
            "Agentur {last} {town}",
            "Versicherungsbüro {last}",
            "Immobilien {last}",
            "Hausverwaltung {last} & {other}",
            "{last} Systemhaus",
            "Planungsbüro {last} {town}",
            "Druckerei {last}",
            "{last} IT-Service {town}",
        ),
        (("", 30), ("GmbH", 52), ("GbR", 8), ("PartG mbB", 6), ("GmbH & Co. KG", 4)),
    ),
    Sector(
        "beauty",
        "Salons und Studios",
        "Salons and studios",
        60,
        (
            "Friseursalon {last}",
            "Friseur {last} {town}",
            "Kosmetikstudio {last}",
            "Fitnessstudio {last} {town}",
            "Haarstudio {last}",
            "Yogastudio {town} {last}",
            "Textilreinigung {last}",
            "Waschsalon {street} {town}",
        ),
        (("", 80), ("GmbH", 14), ("GbR", 6)),
    ),
    Sector(
        "industry",
        "Industrie und Großhandel",
        "Industry and wholesale",
        70,
        (
            "{last} Maschinenbau",
            "{last} & {other} Werkzeugbau",
            "{last} Verpackungen",
            "{last} Kunststofftechnik",
            "{last} Präzisionsteile {town}",
            "Spedition {last}",
            "{last} Logistik",
            "Großhandel {last} & {other}",
            "{last} Fördertechnik",
            "Gebrüder {last}",
            "{last} Medizintechnik",
        ),
        _COMPANY,
    ),
)
"""The sectors of business customers."""

HOUSES = tuple(
    name.strip()
    for line in (
        "Zur Post, Zur Linde, Zum Löwen, Zum Hirschen, Zur Krone, Zum Adler, Zum Ochsen",
        "Zur Sonne, Zum Schwan, Zum Stern, Alte Post, Am Schlosspark, Am Rathaus, Lindenhof",
        "Rosengarten, Waldblick, Seeblick, Bergblick, Zum Goldenen Hahn, Alte Mühle, Zum Anker",
        "Zur Traube, Zum Bären, Zum Rössle, Kaiserhof, Am Stadtgarten, Schillergarten, Venezia",
        "Am Mühlenteich, Zur Eiche, Sonnenhof, Marienhof, Am Markt, Alte Schule, Zum Goldenen Lamm",
        "Drei Kronen",
    )
    for name in line.split(",")
)
"""Names of inns, hotels and cafés."""

BUYING_ROLES = (
    ("purchasing", "Einkauf", "Purchasing"),
    ("management", "Geschäftsführung", "Management"),
    ("technical", "Technik und Anwendung", "Technical users"),
    ("department", "Fachbereich", "Department"),
    ("controlling", "Controlling und Freigabe", "Controlling and approval"),
)
"""Who takes part when a business buys: key, German and English name."""

JOB_TITLES = (
    (
        ("Einkäufer", "Einkäuferin"),
        ("Leiter Einkauf", "Leiterin Einkauf"),
        ("Strategischer Einkäufer", "Strategische Einkäuferin"),
        ("Sachbearbeiter Einkauf", "Sachbearbeiterin Einkauf"),
        ("Einkauf und Disposition", "Einkauf und Disposition"),
    ),
    (
        ("Geschäftsführer", "Geschäftsführerin"),
        ("Inhaber", "Inhaberin"),
        ("Geschäftsführender Gesellschafter", "Geschäftsführende Gesellschafterin"),
        ("Betriebsleiter", "Betriebsleiterin"),
        ("Prokurist", "Prokuristin"),
        ("Assistent der Geschäftsführung", "Assistentin der Geschäftsführung"),
    ),
    (
        ("Haustechniker", "Haustechnikerin"),
        ("Leiter Technik", "Leiterin Technik"),
        ("Technischer Leiter", "Technische Leiterin"),
        ("Facility Manager", "Facility Managerin"),
        ("Hausmeister", "Hausmeisterin"),
        ("Werkstattleiter", "Werkstattleiterin"),
    ),
    (
        ("Büroleiter", "Büroleiterin"),
        ("Leiter Verwaltung", "Leiterin Verwaltung"),
        ("Teamleiter", "Teamleiterin"),
        ("Stellvertretender Leiter", "Stellvertretende Leiterin"),
        ("Leiter Organisation", "Leiterin Organisation"),
    ),
    (
        ("Controller", "Controllerin"),
        ("Leiter Rechnungswesen", "Leiterin Rechnungswesen"),
        ("Kaufmännischer Leiter", "Kaufmännische Leiterin"),
        ("Buchhalter", "Buchhalterin"),
        ("Leiter Finanzen", "Leiterin Finanzen"),
    ),
)
"""German job titles in the order of BUYING_ROLES, the form for men and the form for women, the frequent ones first."""
