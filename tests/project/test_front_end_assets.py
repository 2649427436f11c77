"""The front-end assets: locked without addresses, installed as locked, and whole in what is built."""

import json
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from hatch_build import load_vendor_assets
from tests.surroundings import REPOSITORY

FRONTEND = REPOSITORY / "frontend"
assets = load_vendor_assets(REPOSITORY)
VENDOR = REPOSITORY / assets.VENDOR


def manifest() -> dict[str, list[str]]:
    return json.loads((VENDOR / assets.MANIFEST).read_text("utf-8"))


def test_the_lock_names_no_host_and_checks_every_package() -> None:
    packages = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))["packages"]
    fetched = {name: entry for name, entry in packages.items() if name}
    assert len(fetched) > 8
    assert [name for name, entry in fetched.items() if "resolved" in entry] == []
    assert [name for name, entry in fetched.items() if not entry.get("integrity", "").startswith("sha512-")] == []


def test_versions_are_pinned_exactly() -> None:
    package = json.loads((FRONTEND / "package.json").read_text("utf-8"))
    versions = package["dependencies"] | package["devDependencies"]
    assert [name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_what_is_installed_is_what_the_lock_says() -> None:
    assert assets.is_current(REPOSITORY, assets.VENDOR), "Run: .venv/bin/python frontend/vendor_assets.py"


def test_an_incomplete_or_outdated_folder_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "frontend").symlink_to(FRONTEND)
    folder = tmp_path / assets.VENDOR
    assert not assets.is_current(tmp_path, assets.VENDOR)
    folder.mkdir(parents=True)
    written = {"fingerprint": assets.fingerprint(FRONTEND), "files": ["a.js"]}
    (folder / assets.MANIFEST).write_text(json.dumps(written))
    assert not assets.is_current(tmp_path, assets.VENDOR)
    (folder / "a.js").touch()
    assert assets.is_current(tmp_path, assets.VENDOR)
    (folder / assets.MANIFEST).write_text(json.dumps(written | {"fingerprint": "of another lock"}))
    assert not assets.is_current(tmp_path, assets.VENDOR)


def test_every_asset_folder_carries_its_licence() -> None:
    folders = [folder for folder in VENDOR.iterdir() if folder.is_dir()]
    assert len(folders) > 5
    for folder in folders:
        licences = list((folder / "licences").glob("*.txt"))
        assert licences, folder.name
        assert all(len(licence.read_text("utf-8")) > 200 for licence in licences), folder.name


def test_every_icon_and_asset_that_a_page_names_is_there() -> None:
    templates = {file: file.read_text("utf-8") for file in VENDOR.parent.parent.rglob("templates/**/*.html")}
    symbols = set(re.findall(r'<symbol id="([\w-]+)"', (VENDOR / "tabler-icons" / "icons.svg").read_text("utf-8")))
    assert len(symbols) == len((FRONTEND / "icons.txt").read_text("utf-8").split())
    icons = [(file.name, name) for file, text in templates.items() for name in re.findall(r'\{% icon "([\w-]+)"', text)]
    assert [use for use in icons if use[1] not in symbols] == [], "Name them in frontend/icons.txt"
    named = re.compile(r"""\{% static ["']vendor/([^"']+)["']""")
    assets_used = [(file.name, name) for file, text in templates.items() for name in named.findall(text)]
    assert [use for use in assets_used if not (VENDOR / use[1]).is_file()] == [], "Name them in frontend/assets.toml"


def test_no_asset_loads_from_another_host() -> None:
    loading = re.compile(rb"""(?:@import\s+|url\()\s*["']?(?:https?:)?//""")
    loads = [
        file.name for file in VENDOR.rglob("*") if file.suffix in {".css", ".svg"} and loading.search(file.read_bytes())
    ]
    assert loads == []


def test_no_asset_points_to_a_source_map() -> None:
    pointing = [
        file.name
        for file in VENDOR.rglob("*")
        if file.suffix in {".css", ".js"} and b"sourceMappingURL=" in file.read_bytes()[-300:]
    ]
    assert pointing == []


def test_a_failing_npm_says_what_to_do(tmp_path: Path) -> None:
    frontend = tmp_path / "frontend"
    frontend.mkdir()
    (frontend / "package.json").write_text('{"name": "x", "dependencies": {"htmx.org": "4.0.1"}}')
    (frontend / "package-lock.json").write_text("{}")  # a lock that does not match makes npm ci refuse
    place = tmp_path / "place"
    place.mkdir()
    with pytest.raises(assets.AssetError, match=r"(?s)npm ci .* ended with .*What npm said:.*What to do: check"):
        assets.install(frontend, place, dev=False)


@pytest.mark.timeout(600)
def test_sdist_and_wheel_carry_the_assets(tmp_path: Path) -> None:
    """Build both, the wheel from the sdist, and with no network: what the sdist carries must be enough."""
    built = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--skip-dependency-check", "--outdir", tmp_path, REPOSITORY],
        env={"PATH": "/nonexistent", "HTTPS_PROXY": "http://127.0.0.1:9", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    [wheel] = tmp_path.glob("*.whl")
    [sdist] = tmp_path.glob("*.tar.gz")
    wanted = {f"wegmarke/desk/static/vendor/{name}" for name in [*manifest()["files"], assets.MANIFEST]}
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = set(archive.namelist())
    with tarfile.open(sdist) as archive:
        in_sdist = {name.partition("/")[2] for name in archive.getnames()}
    assert wanted - in_wheel == set()
    assert {f"src/{name}" for name in wanted} - in_sdist == set()
    assert {"frontend/package-lock.json", "hatch_build.py", "LICENSE", "NOTICE"} - in_sdist == set()
    assert "wegmarke/py.typed" in in_wheel
    assert [name for name in in_wheel if "node_modules" in name or "axe-core" in name or name.endswith(".map")] == []
