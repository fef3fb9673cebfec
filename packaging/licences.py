"""Gathers the licences of everything that is packed, and lists it as a CycloneDX bill of materials.

    python packaging/licences.py FOLDER PACKED      with the Python that the program was frozen with

PACKED is the list of files that packaging/mishao.spec leaves. Ends with 1 for a library of which nobody knows the
origin, and for a bill that is not as CycloneDX wants it.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

sys.path.insert(0, str(Path(__file__).parent))  # the Python for Windows looks where its ._pth says, and not here

from debian_parts import COMMON_FOLDER, Part, common_licences, parts
from wheel_parts import compiled

NAMES = ("licen", "copying", "notice", "authors")
"""How the files begin that say who may do what."""

COMMON = {"LGPL-3.0": ("LGPL-3", "GPL-3")}
"""Texts of Debian's /usr/share/common-licenses for what names a licence and carries no text of it, such as Qt."""


def place(path: str | os.PathLike[str]) -> str:
    """Return one name for a file however it was written down."""
    return os.path.normcase(os.path.normpath(Path(path).absolute()))


def packed_of(packed: frozenset[str]) -> dict[Distribution, list[Path]]:
    """Return the distributions of which anything is packed, by name, with the files that are."""
    found = {}
    for distribution in sorted(distributions(), key=lambda one: one.name.lower()):
        files = [file for file in distribution.files or () if place(distribution.locate_file(file)) in packed]
        if files:
            found[distribution] = [Path(file) for file in sorted(files, key=str)]
    return found


def licences(distribution: Distribution) -> dict[str, str]:
    """Return the texts by the names of their files."""
    found = {}
    for file in distribution.files or ():
        if file.name.lower().startswith(NAMES) and not file.name.endswith((".py", ".pyc")):
            try:
                path = Path(str(distribution.locate_file(file)))
                found["-".join(file.parts[-2:])] = path.read_text("utf-8", "replace")
            except OSError:
                continue
    return found


def gather(folder: Path, found: Iterable[Distribution]) -> Iterator[str]:
    """Write one folder a distribution; yield the names of those that carry no licence of their own."""
    for distribution in found:
        texts = licences(distribution)
        if not texts:
            stated = distribution.metadata.get_all("License-Expression") or distribution.metadata.get_all("License")
            said = ", ".join(stated or ["unknown"])
            texts = {"METADATA": f"{distribution.name} {distribution.version}: {said}\n"}
            texts |= {name: (COMMON_FOLDER / name).read_text("utf-8") for licence, names in COMMON.items()
                      if licence in said for name in names}
            if len(texts) == 1:
                yield distribution.name
        write(folder / f"{distribution.name}-{distribution.version}", {name: text.encode()
                                                                     for name, text in texts.items()})


def gather_system(folder: Path, of_system: Iterable[Part]) -> Iterator[str]:
    """Write one folder a package of the system, and once the texts that they point to; yield those that have none."""
    for part in of_system:
        if part.copyright:
            write(folder / part.folder, {"copyright": part.copyright.encode()})
        else:
            yield part.name
    write(folder / "common-licenses", common_licences(part.copyright for part in of_system))


def write(folder: Path, texts: dict[str, bytes]) -> None:
    """Write these files into a folder that is made for them; none for no file."""
    for name, text in texts.items():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text)


def main(folder: Path, packed: frozenset[str]) -> int:
    """Write one folder a library, and ``mishao.cdx.json``; name those that carry no licence of their own."""
    found = packed_of(packed)
    of_system, unknown = system_parts(packed, found)
    without = [*gather(folder, found), *gather_system(folder, of_system)]
    write(folder / f"Python-{platform.python_version()}", {"LICENSE.txt": of_python()})
    wrong = list_materials(folder / "mishao.cdx.json", found, of_system)
    sys.stderr.write(f"without a licence file of their own: {', '.join(without) or 'none'}\n")
    for complaint in (*(f"nobody knows where this library is from: {path}" for path in unknown), *wrong):
        sys.stderr.write(f"{complaint}\n")
    return 1 if unknown or wrong else 0


def of_python() -> bytes:
    """Return Python's own licence, which stands in its library, or on Windows beside its program."""
    found = (Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt")
    return next(path for path in found if path.is_file()).read_bytes()


def system_parts(packed: frozenset[str], found: dict[Distribution, list[Path]]) -> tuple[list[Part], list[Path]]:
    """Return the packages of the system that libraries were taken from, and the libraries of unknown origin."""
    if sys.platform != "linux":
        return [], []  # Windows has its own libraries, and PyInstaller leaves them there
    known = {place(one.locate_file(file)) for one, files in found.items() for file in files}
    ours = (f"{place(sys.base_prefix)}/lib/python", f"{place(sys.base_prefix)}/lib/libpython")
    return parts(Path(path) for path in sorted(packed - known)
                 if ".so" in Path(path).name and not path.startswith(ours))


def list_materials(file: Path, found: dict[Distribution, list[Path]], of_system: Iterable[Part]) -> list[str]:
    """Write the bill: distributions, Python, what wheels bring, and the system's libraries; return what is wrong."""
    subprocess.run([sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible",
                    "--output-file", str(file), sys.executable], check=True)
    bill = json.loads(file.read_text("utf-8"))
    bill["metadata"]["component"] = {"type": "application", "bom-ref": "mishao", "name": "mishao", "version": version()}
    names = {distribution.name.lower() for distribution in found}
    libraries = [part for part in bill["components"] if part["name"].lower() in names]
    bill["components"] = [*libraries, component("Python", platform.python_version(), "runtime"), *native(found),
                          *compiled(found), *(part.component() for part in of_system)]
    known = {part["bom-ref"] for part in bill["components"]}
    bill["dependencies"] = [{**entry, "dependsOn": [ref for ref in entry.get("dependsOn", ()) if ref in known]}
                            for entry in bill.get("dependencies", ()) if entry["ref"] in known]
    written = json.dumps(bill, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    file.write_text(written, "utf-8")
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(written)
    return [] if wrong is None else [f"the bill of materials: {wrong}"]


def version() -> str:
    """Return the version of what is packed."""
    written = (Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8")
    return str(tomllib.loads(written)["project"]["version"])


def native(found: dict[Distribution, list[Path]]) -> Iterator[dict[str, str]]:
    """Yield the native libraries in the wheels: their file names tell their versions, as OpenSSL's 1.1.1k."""
    for distribution, files in found.items():
        for file in files:
            if file.parent.name.endswith(".libs") and (".so" in file.name or file.suffix == ".dll"):
                yield component(file.name, distribution.version, f"in {distribution.name}")


def component(name: str, version: str, where: str) -> dict[str, str]:
    """Return a library as CycloneDX describes one."""
    return {"type": "library", "bom-ref": f"{where}/{name}", "name": name, "version": version, "description": where}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), frozenset(map(place, json.loads(Path(sys.argv[2]).read_text("utf-8"))))))
