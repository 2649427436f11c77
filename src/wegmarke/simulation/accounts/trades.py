"""Which businesses buy machines in numbers, what they are called, and what they have standing there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade of business customers.

    names: templates, with the slots of `words.phrases`; forms: legal forms with weights. employees, sites: the smallest
    and the largest number. machines: product numbers in the order of how much they are needed; often: how many machines
    there are for a site, from and to. place: what a site is called. owned: whether there may be an owner.
    """

    german: str
    weight: int
    names: tuple[str, ...]
    forms: tuple[tuple[str, int], ...]
    employees: tuple[int, int]
    sites: tuple[int, int]
    machines: tuple[str, ...]
    often: tuple[int, int]
    place: str
    owned: bool = True


TRADES = (
    Trade(
        "Hotel",
        22,
        (
            "Hotel {house} {town}",
            "Parkhotel {town}",
            "Hotel [Residenz|Bellevue|Astoria|Continental|Excelsior|Europa] {town}",
            "Landhotel {house}",
            "{last} Hotelbetriebe",
            "Tagungshotel {house} {town}",
            "Aparthotel {street} {town}",
        ),
        (("", 30), ("GmbH", 45), ("GmbH & Co. KG", 25)),
        (25, 220),
        (1, 4),
        ("KV-9000", "GS-8000", "WM-1100", "WT-1100", "WE-0400"),
        (4, 12),
        "Haus",
    ),
    Trade(
        "Klinik und Praxisverbund",
        14,
        (
            "Klinikum {town}",
            "[Sankt-Marien|Sankt-Josef|Elisabeth|Johanniter-Park|Barbara]-Krankenhaus {town}",
            "Fachklinik {house} {town}",
            "Rehaklinik {town}",
            "Reha-Zentrum [am See|am Kurpark|Waldblick|Bergblick] {town}",
            "MVZ {town} [Mitte|Nord|Süd|West]",
            "Augenzentrum Dr. {last} & Kollegen",
        ),
        (("gGmbH", 45), ("GmbH", 50), ("", 5)),
        (60, 900),
        (1, 6),
        ("WS-0300", "KV-7000", "GS-8000", "WE-0400", "KG-9000"),
        (5, 14),
        "Haus",
        owned=False,
    ),
    Trade(
        "Kantine und Gemeinschaftsverpflegung",
        12,
        (
            "{last} Catering",
            "Kantinenbetriebe {last}",
            "{last} Betriebsgastronomie",
            "Mensa- und Schulverpflegung {town}",
            "Genusswerk {town}",
            "Großküche {last} & {other}",
            "{last} Gemeinschaftsverpflegung",
        ),
        (("GmbH", 70), ("GmbH & Co. KG", 24), ("AG", 6)),
        (30, 350),
        (2, 12),
        ("GS-8000", "KV-9000", "WS-0600", "WE-0400"),
        (2, 5),
        "Betrieb",
    ),
    Trade(
        "Bürogebäude und Verwaltung",
        18,
        (
            "{last} Immobilienverwaltung",
            "Stadtwerke {town}",
            "Sparkassenverband {town}",
            "{last} Versicherungen",
            "Technologiezentrum {town}",
            "Business-Center {street} {town}",
            "{last} & {other} Ingenieurgesellschaft",
            "Wohnungsbaugesellschaft {town}",
            "{last} Facility Services",
        ),
        (("GmbH", 62), ("AG", 18), ("GmbH & Co. KG", 20)),
        (40, 700),
        (1, 5),
        ("KV-7000", "WS-0300", "KG-5300", "KG-9000", "GS-6100"),
        (4, 12),
        "Gebäude",
        owned=False,
    ),
    Trade(
        "Pflegeheim",
        18,
        (
            "Seniorenresidenz [Lindenhof|Sonnenhof|Rosengarten|Am Schlosspark|Am Stadtgarten] {town}",
            "Pflegezentrum {street} {town}",
            "Haus [Abendsonne|Elisabeth|Maria|Bethanien|Emmaus|Simeon] {town}",
            "Seniorenzentrum {town}",
            "{last} Pflegeeinrichtungen",
            "Altenhilfe {town}",
            "Wohnstift {street} {town}",
        ),
        (("gGmbH", 48), ("GmbH", 38), ("e. V.", 14)),
        (45, 320),
        (1, 7),
        ("WM-1100", "WT-1100", "GS-8000", "WS-0300", "KV-7000"),
        (3, 8),
        "Haus",
        owned=False,
    ),
    Trade(
        "Bäckerei mit Filialen",
        16,
        (
            "Bäckerei {last}",
            "Landbäckerei {last}",
            "Backhaus {last}",
            "{last} Backwaren",
            "Bäckerei & Konditorei {last}",
            "Mühlenbäckerei {last} {town}",
            "Stadtbäckerei {last}",
        ),
        (("GmbH", 55), ("GmbH & Co. KG", 25), ("e. K.", 12), ("KG", 8)),
        (35, 420),
        (4, 38),
        ("KV-9000", "WE-0200", "GS-8000", "WS-0150"),
        (1, 2),
        "Filiale",
    ),
)
"""The trades of business customers; a reader knows them from any industrial estate."""
