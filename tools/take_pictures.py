"""Take the pictures of the docs from the example workspace, in a real browser.

    .venv/bin/python tools/take_pictures.py

It prepares the practice company, serves it and photographs its pages into docs/pictures. It needs Chromium
(`apt install chromium`, or WEGMARKE_CHROMIUM=/path/to/it) and Playwright (`make dev`).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
CHROMIUM = os.environ.get("WEGMARKE_CHROMIUM") or "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
)
WIDTH, HEIGHT = 1360, 1240
PAGES = {"journeys": "/journeys/"}
LANGUAGES = {"en": "en-GB", "de": "de-DE"}
LINK = re.compile(r"http://127\.0\.0\.1:\d+/enter/\S+")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The practice company in that folder, served; gives the link that signs in."""
    program = [sys.executable, "-m", "wegmarke.cli"]
    subprocess.run([*program, "demo", "--no-serve", "--folder", folder], check=True)
    process = subprocess.Popen(
        [*program, "serve", "--workspace", folder, "--port", "0", "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "LOGNAME": "admin"},  # the owner's name stands in the picture
    )
    try:
        lines = process.stdout or ()
        yield next(found.group() for line in lines if (found := LINK.search(line)))
    finally:
        process.terminate()
        process.wait(30)


def photograph(browser: Browser, link: str, language: str, *, sign_in: bool, state: Path) -> None:
    """Take every page in one language; the first visit signs in, the later ones come back."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        locale=LANGUAGES[language],
        device_scale_factor=1,
        reduced_motion="reduce",
        storage_state=None if sign_in else state,
    )
    page = context.new_page()
    if sign_in:
        page.goto(link)
        page.wait_for_url(lambda address: "/enter/" not in address)  # here the desk says that one has signed in
        context.storage_state(path=state)
    address = link.partition("/enter/")[0]
    for name, path in PAGES.items():
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(1500)  # the map lays itself out
        page.screenshot(path=PICTURES / f"{name}-{language}.png")
    context.close()


def main() -> None:
    """Take them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder) / "Musterhaus") as link,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for place, language in enumerate(LANGUAGES):
            photograph(browser, link, language, sign_in=place == 0, state=Path(folder) / "session.json")
        browser.close()


if __name__ == "__main__":
    main()
