"""What Musterhaus sells: appliances of its own make, consumables, service contracts; and who else sells such things.

Prices are list prices with value added tax in cents, costs are what one piece costs Musterhaus in cents. Make, models
and competitors are made up.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of appliance, with the words that sentences need.

    `gender` is that of the German device word: f, m or n. `business_per_mille` of a thousand are bought by businesses.
    """

    key: str
    german: str
    english: str
    device: str
    gender: str
    device_english: str
    business_per_mille: int


@dataclass(frozen=True, slots=True)
class Product:
    """An appliance: the key of its category, its name, and how often it is bought in proportion to the others."""

    number: str
    category: str
    name: str
    price_cents: int
    cost_cents: int
    weight: int


@dataclass(frozen=True, slots=True)
class Consumable:
    """What is bought again: after so many days of ordinary use, for the category named."""

    number: str
    category: str
    german: str
    english: str
    price_cents: int
    cost_cents: int
    lasts_days: int


@dataclass(frozen=True, slots=True)
class Contract:
    """A tier of the service contract: what it costs a month, and within how many hours somebody comes."""

    key: str
    german: str
    english: str
    month_cents: int
    response_hours: int


MAKE = "Musterhaus"

CATEGORIES = (
    Category("coffee_machines", "Kaffeevollautomaten", "Coffee machines", "Kaffeemaschine", "f", "coffee machine", 240),
    Category("washing_machines", "Waschmaschinen", "Washing machines", "Waschmaschine", "f", "washing machine", 90),
    Category("dryers", "Wäschetrockner", "Tumble dryers", "Trockner", "m", "dryer", 70),
    Category("dishwashers", "Geschirrspüler", "Dishwashers", "Geschirrspüler", "m", "dishwasher", 130),
    Category(
        "water_softeners",
        "Wasserenthärtungsanlagen",
        "Water softeners",
        "Enthärtungsanlage",
        "f",
        "water softener",
        220,
    ),
    Category("dehumidifiers", "Luftentfeuchter", "Dehumidifiers", "Luftentfeuchter", "m", "dehumidifier", 180),
    Category("air_conditioners", "Klimageräte", "Air conditioners", "Klimagerät", "n", "air conditioner", 210),
    Category("water_dispensers", "Wasserspender", "Water dispensers", "Wasserspender", "m", "water dispenser", 620),
)

PRODUCTS = (
    Product("KV-2100", "coffee_machines", "Corvano 210", 39_900, 23_100, 90),
    Product("KV-3100", "coffee_machines", "Corvano 310 Latte", 54_900, 31_400, 140),
    Product("KV-4100", "coffee_machines", "Corvano 410 Latte", 74_900, 41_800, 110),
    Product("KV-5200", "coffee_machines", "Corvano 520 Duo", 99_900, 55_200, 55),
    Product("KV-7000", "coffee_machines", "Corvano 700 Office", 189_000, 104_500, 26),
    Product("KV-9000", "coffee_machines", "Corvano 900 Gastro", 429_000, 246_000, 9),
    Product("WM-0714", "washing_machines", "Linara W 714", 44_900, 29_200, 95),
    Product("WM-0814", "washing_machines", "Linara W 814", 59_900, 37_600, 120),
    Product("WM-0816", "washing_machines", "Linara W 816 Dampf", 79_900, 48_300, 70),
    Product("WM-0916", "washing_machines", "Linara W 916 Dosier", 99_900, 59_700, 45),
    Product("WM-0612", "washing_machines", "Linara W 612 Kompakt", 52_900, 34_400, 25),
    Product("WM-1100", "washing_machines", "Linara W 1100 Gewerbe", 249_000, 148_000, 7),
    Product("WT-0800", "dryers", "Linara T 800", 54_900, 35_100, 60),
    Product("WT-0810", "dryers", "Linara T 810 Wärmepumpe", 74_900, 46_200, 75),
    Product("WT-0910", "dryers", "Linara T 910 Wärmepumpe", 92_900, 56_300, 40),
    Product("WT-1100", "dryers", "Linara T 1100 Gewerbe", 219_000, 131_000, 5),
    Product("GS-4500", "dishwashers", "Perlano 450", 42_900, 27_900, 50),
    Product("GS-6000", "dishwashers", "Perlano 600", 49_900, 31_600, 110),
    Product("GS-6050", "dishwashers", "Perlano 600 Besteck", 64_900, 39_800, 80),
    Product("GS-6100", "dishwashers", "Perlano 610 Leise", 84_900, 50_100, 45),
    Product("GS-8000", "dishwashers", "Perlano 800 Gewerbe", 329_000, 192_000, 9),
    Product("WE-0100", "water_softeners", "Kalvida 10", 89_900, 50_300, 35),
    Product("WE-0200", "water_softeners", "Kalvida 20", 129_000, 70_800, 40),
    Product("WE-0210", "water_softeners", "Kalvida 20 Connect", 159_000, 85_900, 22),
    Product("WE-0400", "water_softeners", "Kalvida 40 Mehrfamilienhaus", 249_000, 139_000, 9),
    Product("WE-0050", "water_softeners", "Kalvida 5 Untertisch", 34_900, 19_700, 14),
    Product("LE-0120", "dehumidifiers", "Aridon 12", 17_900, 10_600, 75),
    Product("LE-0200", "dehumidifiers", "Aridon 20", 24_900, 14_600, 90),
    Product("LE-0300", "dehumidifiers", "Aridon 30 Keller", 34_900, 20_300, 45),
    Product("LE-0500", "dehumidifiers", "Aridon 50 Bau", 79_900, 47_500, 14),
    Product("KG-0260", "air_conditioners", "Brisano 26 Mobil", 49_900, 31_900, 95),
    Product("KG-0350", "air_conditioners", "Brisano 35 Mobil", 64_900, 40_700, 70),
    Product("KG-2500", "air_conditioners", "Brisano 25 Split", 119_000, 71_000, 40),
    Product("KG-3500", "air_conditioners", "Brisano 35 Split", 139_000, 82_500, 38),
    Product("KG-5300", "air_conditioners", "Brisano 53 Multisplit", 279_000, 164_000, 16),
    Product("KG-9000", "air_conditioners", "Brisano 90 Gewerbe", 459_000, 271_000, 6),
    Product("WS-0080", "water_dispensers", "Fontessa 8", 69_900, 40_900, 20),
    Product("WS-0150", "water_dispensers", "Fontessa 15 Sprudel", 119_000, 67_400, 26),
    Product("WS-0300", "water_dispensers", "Fontessa 30 Büro", 189_000, 106_000, 18),
    Product("WS-0600", "water_dispensers", "Fontessa 60 Gastro", 329_000, 187_000, 6),
)

CONSUMABLES = (
    Consumable(
        "VB-101",
        "coffee_machines",
        "Wasserfilter Corvano, 3 Stück",
        "Corvano water filters, set of 3",
        3_490,
        1_120,
        180,
    ),
    Consumable("VB-102", "coffee_machines", "Entkalker flüssig, 1 Liter", "Liquid descaler, 1 litre", 1_690, 430, 150),
    Consumable(
        "VB-103", "coffee_machines", "Reinigungstabletten, 20 Stück", "Cleaning tablets, 20 pieces", 1_290, 310, 120
    ),
    Consumable("VB-104", "coffee_machines", "Hausröstung Crema, 1 kg", "House roast crema, 1 kg", 1_990, 1_080, 30),
    Consumable(
        "VB-105", "coffee_machines", "Hausröstung Espresso, 1 kg", "House roast espresso, 1 kg", 2_190, 1_170, 30
    ),
    Consumable(
        "VB-106", "coffee_machines", "Milchsystemreiniger, 500 ml", "Milk system cleaner, 500 ml", 1_190, 280, 90
    ),
    Consumable(
        "VB-201", "washing_machines", "Waschmaschinenpflege, 250 ml", "Washing machine care, 250 ml", 790, 210, 120
    ),
    Consumable(
        "VB-202",
        "washing_machines",
        "Dosierkartusche Color, 2 Stück",
        "Dosing cartridge colour, set of 2",
        2_490,
        980,
        75,
    ),
    Consumable("VB-301", "dryers", "Flusenfilter T 800", "Lint filter T 800", 1_890, 520, 365),
    Consumable("VB-401", "dishwashers", "Regeneriersalz, 6 kg", "Dishwasher salt, 6 kg", 790, 260, 120),
    Consumable("VB-402", "dishwashers", "Maschinenpflege, 3 Stück", "Machine care, set of 3", 1_090, 290, 180),
    Consumable("VB-501", "water_softeners", "Salztabletten, 25 kg", "Salt tablets, 25 kg", 1_590, 690, 90),
    Consumable("VB-502", "water_softeners", "Vorfilterkerze Kalvida", "Kalvida pre-filter cartridge", 2_990, 870, 180),
    Consumable("VB-601", "dehumidifiers", "Aktivkohlefilter Aridon", "Aridon activated carbon filter", 1_990, 540, 270),
    Consumable(
        "VB-701", "air_conditioners", "Staubfilter Brisano, 2 Stück", "Brisano dust filters, set of 2", 2_290, 640, 365
    ),
    Consumable(
        "VB-801", "water_dispensers", "Filterkartusche Fontessa", "Fontessa filter cartridge", 5_990, 1_980, 180
    ),
    Consumable("VB-802", "water_dispensers", "CO2-Flasche, 10 kg", "CO2 cylinder, 10 kg", 3_990, 1_750, 60),
)

CONTRACTS = (
    Contract("basic", "Servicevertrag Basis", "Service contract Basic", 690, 120),
    Contract("comfort", "Servicevertrag Komfort", "Service contract Comfort", 1_290, 48),
    Contract("business", "Servicevertrag Gewerbe", "Service contract Business", 3_900, 24),
)

COMPETITORS = ("Elektro Nordmeyer", "Technikwelt Hansen", "Haushalt24", "Brückner Hausgeräte", "Gastro-Technik Süd")
"""Who else sells such appliances; the first three to households, the last two to businesses."""
