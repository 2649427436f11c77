"""Visit reports: the same visit as text, Markdown and Word, forms laid out as tables, and what is refused."""

import json
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.unit.sources.files import read, written
from wegmarke.errors import WegmarkeError
from wegmarke.sources.guess import guess_mapping
from wegmarke.sources.interactions import apply_mapping
from wegmarke.sources.mapping import mapping_from_toml, mapping_to_toml
from wegmarke.sources.reading import find_format, open_source

PLAIN = """Besuchsbericht

Kunde: Muster Maschinenbau GmbH
Kundennr.: 50123
Ansprechpartner: Frau Petra Sommer (P.Sommer@muster.example)
Datum: Mittwoch, 12.03.2026, 10 bis 11 Uhr
Teilnehmer: Herr Kurz, A. Meier
Verfasser: Anna Meier
Anlass: Reklamation

Ergebnis:
Frau Sommer ist verärgert: der Techniker kam zweimal nicht.
Anna Meier hat sich entschuldigt.

Nächste Schritte: Angebot bis Freitag

Wiedervorlage: 01.04.2026

Sonst nichts Neues.
"""
MARKDOWN = """# Besuchsbericht

| Kunde | Muster Maschinenbau GmbH | KdNr | 50123 |
|---|---|---|---|
| **Gesprächspartner** | Frau Petra Sommer (P.Sommer@muster.example) | Anlass | Reklamation |

- **Besuch am:** 12.3.2026
- Uhrzeit: 10:00 - 11:00
- Teilnehmer: Herr Kurz, A. Meier
**Erstellt von:** Anna Meier

## Ergebnis

Frau Sommer ist verärgert: der Techniker kam zweimal nicht.
Anna Meier hat sich entschuldigt.

**Nächste Schritte**
Angebot bis Freitag

Wiedervorlage: 01.04.2026
"""
ENGLISH = """Visit report
Customer: Muster Maschinenbau GmbH
Customer no: 50123
Contact person: Petra Sommer
E-mail: p.sommer@muster.example
Date: 12 March 2026 10:00
Purpose of visit: Reklamation
Author: Anna Meier
Summary:
Frau Sommer ist verärgert: der Techniker kam zweimal nicht.
Next steps: Angebot bis Freitag
"""
RESULT = "Frau Sommer ist verärgert: der Techniker kam zweimal nicht."


def paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cell = "<w:tc>{}</w:tc>"
    written_rows = ("".join(cell.format("".join(map(paragraph, text.split("\n")))) for text in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in written_rows)}</w:tbl>"


def word(folder: Path, body: str, name: str = "a.docx", head: str = "") -> Path:
    namespaces = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("docProps/core.xml", "<creator>Anna Meier</creator>")
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?>{head}<w:document {namespaces}><w:body>{body}</w:body></w:document>',
        )
    return folder / name


FORM = (
    paragraph("Besuchsbericht", "berschrift1")
    + table(
        ("Kunde:", "Muster Maschinenbau GmbH"),
        ("Kunden-Nr.", "50123"),
        ("Ansprechpartner", "Frau Petra Sommer\nP.Sommer@muster.example"),
        ("Datum", "12.03.2026", "Uhrzeit", "10:00"),
        ("Anlass", "Reklamation"),
        ("Verfasser", "Anna Meier"),
    )
    + paragraph("Ergebnis", "Heading2")
    + paragraph(RESULT)
    + "<w:p><w:del><w:r><w:delText>gestrichen</w:delText></w:r></w:del>"
    + "<mc:AlternateContent><mc:Fallback><w:r><w:t>doppelt</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    + paragraph("Nächste Schritte: Angebot bis Freitag")
)


def row_of(path: Path) -> dict[str, str]:
    rows, unreadable = read(path)
    assert unreadable == []
    assert [number for number, _ in rows] == [1]
    return {name: str(value) for name, value in rows[0][1].items() if value is not None}


@pytest.mark.parametrize("name", ["a.txt", "a.md", "b.txt", "a.docx"])
def test_one_visit_in_four_writings(tmp_path: Path, name: str) -> None:
    texts = {"a.txt": PLAIN, "a.md": MARKDOWN, "b.txt": ENGLISH}
    path = word(tmp_path, FORM) if name == "a.docx" else written(tmp_path, name, texts[name])
    assert find_format(path) == "report"
    row = row_of(path)
    expected = {
        "company": "Muster Maschinenbau GmbH",
        "customer_number": "50123",
        "contact_email": "p.sommer@muster.example",
        "occasion": "Reklamation",
        "own_people": "Anna Meier",
        "next_step": "Angebot bis Freitag",
    }
    assert {key: row[key] for key in expected} == expected
    assert row["result"].startswith(RESULT)
    assert "Anna Meier" not in row["text"] + row["result"]
    assert "gestrichen" not in str(row)
    assert "doppelt" not in str(row)
    guess = guess_mapping(path)
    assert guess.mapping is not None
    assert mapping_from_toml(mapping_to_toml(guess.mapping)) == guess.mapping
    with open_source(path) as reader:
        mapped = apply_mapping(guess.mapping, next(reader.batches()))
    (visit,) = mapped.interactions.to_pylist()
    assert visit["time"].isoformat() == "2026-03-12T10:00:00+00:00"
    assert (visit["touchpoint"], visit["channel"], visit["account"]) == ("Reklamation", "Persönlich", "50123")
    assert (visit["customer_kind"], visit["customer"]) == ("email", "p.sommer@muster.example")
    assert dict(visit["identifiers"]) == {"name": "Petra Sommer", "company": "Muster Maschinenbau GmbH"}
    assert "Meier" not in str(visit)


def test_text_keeps_what_has_no_known_label(tmp_path: Path) -> None:
    row = row_of(written(tmp_path, "a.txt", PLAIN + "Wetter: schön\n"))
    assert row["text"] == (
        f"Besuchsbericht\n\nErgebnis:\n{RESULT}\n[…] hat sich entschuldigt.\n\n"
        "Nächste Schritte: Angebot bis Freitag\n\nSonst nichts Neues.\nWetter: schön"
    )
    assert row["due"] == "01.04.2026"


def test_a_corrected_report_has_the_id_of_the_earlier_one(tmp_path: Path) -> None:
    first = row_of(written(tmp_path, "a.txt", PLAIN))
    later = row_of(written(tmp_path, "b.txt", PLAIN.replace("zweimal", "dreimal")))
    other = row_of(written(tmp_path, "c.txt", PLAIN.replace("12.03.2026", "13.03.2026")))
    assert first["report_id"] == later["report_id"] != other["report_id"]
    assert row_of(written(tmp_path, "d.txt", PLAIN + "\nBericht-Nr.: BB 7\n"))["report_id"] == "BB 7"


def test_the_date_may_stand_in_the_name(tmp_path: Path) -> None:
    content = "Besuchsbericht\nKunde: Muster GmbH\nThema: Preise\n\nEs lief gut.\n"
    assert row_of(written(tmp_path, "2026-03-12 Muster.md", content))["date"] == "2026-03-12"
    without = written(tmp_path, "muster.md", content)
    guess = guess_mapping(without)
    assert guess.mapping is not None
    with open_source(without) as reader:
        mapped = apply_mapping(guess.mapping, next(reader.batches()))
    assert [unfit.reason for unfit in mapped.unfit] == ["time_missing"]
    assert json.loads(mapped.unfit[0].raw)["company"] == "Muster GmbH"


def test_who_is_visited_where_nobody_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "Besuchsbericht\nFirma: Muster GmbH\nDatum: 12.03.2026\nThema: Preise\n")
    guess = guess_mapping(path)
    assert guess.mapping is not None
    with open_source(path) as reader:
        (visit,) = apply_mapping(guess.mapping, next(reader.batches())).interactions.to_pylist()
    assert (visit["customer_kind"], visit["customer"], visit["touchpoint"]) == ("account", "Muster GmbH", "Besuch")


def test_tables_that_end_in_txt_stay_tables(tmp_path: Path) -> None:
    assert find_format(written(tmp_path, "a.txt", "Kunde;Datum;Thema\nA;12.03.2026;x\n")) == "csv"
    assert find_format(written(tmp_path, "b.txt", "Kunde: A\tDatum: heute\n")) == "csv"


@pytest.mark.parametrize(
    ("head", "body", "code"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]>', FORM, "xml_forbidden"),
        ("", "<w:p>", "xml_broken"),
        ("", "<w:sdt>" * 100 + "</w:sdt>" * 100, "xml_broken"),
        ("", paragraph("x" * (40 << 20)), "zip_bomb"),
    ],
)
def test_documents_that_are_refused(tmp_path: Path, head: str, body: str, code: str) -> None:
    with pytest.raises(WegmarkeError) as raised:
        read(word(tmp_path, body, head=head))
    assert raised.value.code == code


def test_a_document_that_broke_off(tmp_path: Path) -> None:
    path = word(tmp_path, FORM)
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(WegmarkeError) as raised:
        find_format(path)
    assert raised.value.code == "file_truncated"
