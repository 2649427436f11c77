"""The one exception that people see, and the closed list of its codes.

An error carries a code and details; `wegmarke.text` turns both into a sentence in German or English that says what
happened, where, and what to do next. Code never builds wording of its own.
"""

from __future__ import annotations

from typing import Literal

from wegmarke.text import error_sentence

ErrorCode = Literal[
    # reading files
    "file_missing",
    "file_empty",
    "file_unreadable",
    "file_truncated",
    "file_too_large",
    "file_changed",
    "format_unknown",
    "format_unsupported",
    "encoding_wrong",
    "header_missing",
    "too_many_columns",
    "too_many_cells",
    "zip_bomb",
    "xml_forbidden",
    "xml_broken",
    "sheet_missing",
    # mapping
    "mapping_broken",
    "mapping_column_missing",
    "mapping_incomplete",
    "mapping_unknown_key",
    "column_missing",
    "time_unreadable",
    # filter language
    "filter_syntax",
    "filter_unknown_word",
    "filter_unknown_touchpoint",
    "filter_wrong_value",
    "filter_too_long",
    # questions
    "question_unknown",
    "question_argument",
    "touchpoint_unknown",
    "customer_unknown",
    "customers_same",
    "account_unknown",
    "accounts_missing",
    "accounts_same",
    "link_unknown",
    "kpi_row",
    "kpi_spans",
    # workspace, record, index
    "workspace_missing",
    "workspace_exists",
    "workspace_newer",
    "workspace_locked",
    "workspace_setting",
    "settings_broken",
    "source_unknown",
    "import_stopped",
    "question_stopped",
    "index_missing",
    "index_broken",
    "index_newer",
    "index_replaced",
    "record_broken",
    "disk_full",
    "path_unusable",
    "quarantine_unknown_row",
    "correction_nothing",
    "correction_unfit",
    "correction_row_id",
    "too_many_codes",
    "attribute_unknown",
    "attribute_too_many",
    # collection over HTTP
    "key_unknown",
    "collector_missing",
    # practice company
    "scenario_unknown",
    "simulation_size",
    "folder_not_empty",
    # cluster
    "cluster_unreachable",
    "cluster_differs",
    "cluster_folder",
    "cluster_failed",
    "cluster_lost",
    "runner_needs_files",
    "storage_unreachable",
    "storage_behind",
    # surroundings
    "package_missing",
    "pango_missing",
    "report_form",
    "address_in_use",
    "database_unreachable",
]


class WegmarkeError(Exception):
    """Something a person can understand and mend.

    `code` is one of `ErrorCode`; `details` are the values its sentence names (file, row, column, limit, …), by keyword.
    """

    def __init__(self, code: ErrorCode, **details: object) -> None:
        super().__init__(code, details)
        self.code: ErrorCode = code
        self.details: dict[str, object] = details

    def __str__(self) -> str:
        """English wording, for tracebacks and logs."""
        return error_sentence(self, "en")
