"""What a file may be: the limits on untrusted files, in one place.

They protect the memory and the time of the machine, not the shape of honest data: an honest export stays far below
every one of them. `docs/reference/mapping.md` lists them for those who meet one.
"""

from __future__ import annotations

MAX_COLUMNS = 2_000
"""Columns of a table, keys of an XES log or of JSON lines: more is `too_many_columns`."""

MAX_CELL_BYTES = 1 << 20
"""A longer cell sends its row to quarantine (`cell_too_long`); only its beginning is kept there."""

MAX_RECORD_BYTES = 8 << 20
"""A record without an end within so many bytes is broken; reading goes on with the next line."""

MAX_RAW_CHARACTERS = 1 << 20
"""So much of a row that cannot be read is kept in quarantine."""

MAX_UNPACKED_RATIO = 500
"""A compressed file that grows by more than this is a bomb (`zip_bomb`), once it is past `FREE_UNPACKED_BYTES`."""

FREE_UNPACKED_BYTES = 256 << 20
"""Up to this size no ratio is asked: a small file of equal rows may compress very well."""

MAX_WORKBOOK_RATIO = 200
"""As `MAX_UNPACKED_RATIO`, for the parts of a spreadsheet, which is read into memory as a whole."""

FREE_WORKBOOK_BYTES = 32 << 20
"""Up to this unpacked size no ratio is asked of a spreadsheet."""

MAX_WORKBOOK_BYTES = 2 << 30
"""Unpacked size of a spreadsheet."""

MAX_WORKBOOK_PARTS = 10_000
"""Files within a spreadsheet's archive."""

MAX_WORKBOOK_CELLS = 30_000_000
"""Cells of a sheet's used area (`too_many_cells`): a million rows of thirty columns; export larger ones as CSV."""

MAX_XML_DEPTH = 64
"""Nesting of elements in XES: more is `xml_broken`."""

MAX_MESSAGE_BYTES = 64 << 20
"""A longer mail, attachments included, goes to quarantine (`message_too_large`); reading goes on with the next."""

MAX_MESSAGE_HEADERS = 1_000
"""Header lines of a mail, those of its parts apart: more is `message_broken`."""

MAX_HEADER_BYTES = 256 << 10
"""All header lines of a mail, or of one of its parts, together: more is `message_broken`."""

MAX_MIME_DEPTH = 16
"""Parts within parts of a mail: more is `message_broken`."""

MAX_MIME_PARTS = 1_000
"""Parts of a mail: more is `message_broken`."""

MAX_TEXT_CHARACTERS = 200_000
"""So much of the text of a mail or a document is kept; that the rest was cut is said in the row."""

MAX_DOCUMENT_BYTES = 32 << 20
"""Size of a document as it lies there, and of the text in it once unpacked: more is `file_too_large`."""

BLOCK_BYTES = 16 << 20
"""Bytes that a text reader takes at a time: some hundred thousand rows."""

ROWS_A_BATCH = 100_000
"""Rows in a batch of the readers that go row by row."""

SAMPLE_BYTES = 1 << 20
"""Bytes looked at to find encoding, delimiter and header."""

SAMPLE_ROWS = 1_000
"""Rows looked at to find the columns of formats that do not declare them."""
