"""The report as PDF, from the same HTML, with WeasyPrint: the extra `pdf`, and Pango from the system."""

from __future__ import annotations

import importlib
import logging

from wegmarke.errors import WegmarkeError


def pdf_bytes(html: str) -> bytes:
    """The document as PDF. Nothing is fetched: all it shows stands in it.

    `package_missing` without WeasyPrint, `pango_missing` without the libraries that set its type.
    """
    try:
        weasyprint = importlib.import_module("weasyprint")
    except ImportError as error:
        raise WegmarkeError("package_missing", package="weasyprint") from error
    except OSError as error:  # the package is there, a library of the system is not
        raise WegmarkeError("pango_missing") from error
    for name in ("fontTools", "weasyprint"):  # they tell of every table of a font, and of styles meant for screens
        logging.getLogger(name).setLevel(logging.ERROR)
    inside = weasyprint.URLFetcher(allowed_protocols={"data"})
    made: bytes = weasyprint.HTML(string=html, url_fetcher=inside).write_pdf()
    return made
