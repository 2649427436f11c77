"""A small shop in which some customers stand twice: found by likeness alone, since nothing links them."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from wegmarke.model.mapping import Cell, Identifier, InteractionMapping, Mapping
from wegmarke.workspace import Workspace

FIRST = ("Anna", "Bernd", "Clara", "Detlef", "Elke", "Frank", "Gisela", "Holger", "Ines", "Jürgen", "Katrin", "Lothar")
LAST = ("Ahrens", "Brinkmann", "Cordes", "Dahlhaus", "Eggers", "Feldmann", "Grothe", "Hinrichs", "Iversen", "Jessen")
STREETS = ("Lindenstraße", "Hauptstraße", "Kirchweg", "Feldstraße", "Goethestraße", "Mühlenweg")
COLUMNS = ("number", "first", "last", "born", "street", "plz", "town", "mail", "at", "what")
PEOPLE = 260

MAPPING = Mapping(
    "shop",
    "number",
    (InteractionMapping("at", Cell(column="what")),),
    customer_kind="customer_number",
    identifiers=tuple(
        Identifier(column, kind)
        for column, kind in (
            ("first", "first_name"), ("last", "last_name"), ("born", "birth_date"), ("street", "street"),
            ("plz", "postcode"), ("town", "city"), ("mail", "email"),
        )
    ),
)  # fmt: skip

SURE = {
    "last": "Zwingmann",
    "first": "Wolfgang",
    "born": "03.04.1961",
    "street": "Zeile 7",
    "plz": "04177",
    "town": "Leipzig",
}
TWINS = {"last": "Quast", "born": "04.05.1990", "street": "Am Anger 12", "plz": "39104", "town": "Magdeburg"}
MOVED = {"first": "Friedrun", "last": "Yorck", "plz": "18055", "town": "Rostock"}


def shop_workspace(folder: Path) -> Workspace:
    """People of whom nobody stands twice, one pair that is sure, twins, and one who may have moved; built."""
    rng = np.random.default_rng(9)
    rows = [
        {
            "first": FIRST[rng.integers(len(FIRST))], "last": LAST[rng.integers(len(LAST))],
            "born": f"{rng.integers(1, 29):02d}.{rng.integers(1, 13):02d}.{rng.integers(1940, 2005)}",
            "street": f"{STREETS[rng.integers(len(STREETS))]} {rng.integers(1, 99)}",
            "plz": f"{rng.integers(1001, 99999):05d}", "town": f"Ort {rng.integers(1, 80)}",
            "mail": f"p{n}@post.example",
        }
        for n in range(PEOPLE)
    ]  # fmt: skip
    rows += [SURE | {"mail": "w.zwingmann@post.example"}, SURE | {"last": "Zwingman", "mail": ""}]
    rows += [TWINS | {"first": "Lea", "mail": ""}, TWINS | {"first": "Ole", "mail": ""}]
    rows += [
        MOVED | {"born": "", "street": "Hafenstraße 3", "mail": ""},
        MOVED | {"born": "", "street": "Warnowufer 60", "mail": "f.yorck@post.example"},
    ]
    file = folder / "shop.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        for number, row in enumerate(rows):
            day = f"2026-01-{1 + number % 28:02d} 10:00"
            writer.writerow(row | {"number": 10_000 + number, "at": day, "what": "Order"})
    workspace = Workspace.create(folder / "shop", "Laden Süd")
    workspace.import_file(file, MAPPING)
    workspace.build()
    return workspace
