"""Gathers the licences of everything that is packed, and lists it as a CycloneDX bill of materials.

    python packaging/licences.py FOLDER PACKED      with the Python that the program was frozen with

PACKED is the list of files that packaging/mishao.spec leaves. Ends with 1 for a library of unknown origin, for a part
without a licence, and for a bill that is not valid CycloneDX.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import sysconfig
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

sys.path.insert(0, str(Path(__file__).parent))  # the Python for Windows searches where its ._pth says, and not here

from data_parts import data
from debian_parts import COMMON_FOLDER, Part, common_licences, parts
from native_parts import is_native, native
from stubs import is_left_out, is_stub, listed
from wheel_parts import Component, compiled, licensed, noticed, plain, text_name

ROOT = Path(__file__).parents[1]
MODEL = Path(__file__).with_name("multilingual-e5-small.txt")
"""The licence of the model that rules/tagging/encoder.bin begins from."""

NAMES = ("licen", "copying", "notice", "authors", "thirdparty")
"""First letters of the names of licence files; in a folder of licences any name counts."""

STATED = {"ahocorasick_rs": "Apache-2.0", "protobuf": "BSD-3-Clause", "pypdfium2": "Apache-2.0 OR BSD-3-Clause",
          "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception", "pyinstaller-hooks-contrib": "Apache-2.0"}
"""Licences given in words that no tool reads; of PyInstaller, that of the parts that become part of a program."""

COMMON = {"LGPL-3.0": ("LGPL-3", "GPL-3")}
"""Texts in Debian's /usr/share/common-licenses for parts that name a licence and contain no text of it, such as Qt."""

UNCHECKED = "Validation skipped."
"""What the generator warns of when it is told not to check its bill."""


def place(path: str | os.PathLike[str]) -> str:
    """Return the normalised path of a file."""
    return os.path.normcase(os.path.normpath(Path(path).absolute()))


def packed_of(packed: frozenset[str]) -> dict[Distribution, list[Path]]:
    """Return the distributions with any packed file, by name, with those files."""
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
        said = file.name.lower().startswith(NAMES) or "licenses" in file.parent.parts
        if said and not file.name.endswith((".py", ".pyc")):
            try:
                path = Path(str(distribution.locate_file(file)))
                found[text_name(Path(file))] = path.read_text("utf-8", "replace")
            except OSError:
                continue
    return found


def gather(folder: Path, found: Iterable[Distribution]) -> Iterator[str]:
    """Write one folder per distribution; yield the names of those without a licence of their own."""
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
    """Write one folder per system package, and once the texts that they refer to; yield those without any."""
    for part in of_system:
        if part.copyright:
            write(folder / part.folder, {"copyright": part.copyright.encode()})
        else:
            yield part.name
    write(folder / "common-licenses", common_licences(part.copyright for part in of_system))


def write(folder: Path, texts: dict[str, bytes]) -> None:
    """Write these files into a new folder; create none when there is no file."""
    for name, text in texts.items():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text)


def main(folder: Path, packed: frozenset[str]) -> int:
    """Write one folder per library, and ``mishao.cdx.json``; name those without a licence of their own."""
    found = packed_of(packed)
    of_system, unknown = system_parts(packed, found)
    without = [*gather(folder, found), *gather_system(folder, of_system)]
    write(folder / f"Python-{platform.python_version()}", {"LICENSE.txt": of_python()})
    write(folder / MODEL.stem, {"LICENSE.txt": MODEL.read_bytes()})
    wrong = list_materials(folder / "mishao.cdx.json", packed, found, of_system)
    sys.stderr.write(f"without a licence file of their own: {', '.join(without) or 'none'}\n")
    for complaint in (*(f"nobody knows where this library is from: {path}" for path in unknown), *wrong):
        sys.stderr.write(f"{complaint}\n")
    return 1 if unknown or wrong else 0


def of_python() -> bytes:
    """Return Python's own licence, which is in its library, or on Windows beside its program."""
    found = (Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt")
    return next(path for path in found if path.is_file()).read_bytes()


def system_parts(packed: frozenset[str], found: dict[Distribution, list[Path]]) -> tuple[list[Part], list[Path]]:
    """Return the packages of the system that libraries were taken from, and the libraries of unknown origin."""
    if sys.platform != "linux":
        return [], []  # Windows has its own libraries, and PyInstaller leaves them there
    others = packed - of_wheels(found) - {place(path) for path in of_base(packed, found)}
    return parts(Path(path) for path in sorted(others) if ".so" in Path(path).name and not is_stub(path))


def of_wheels(found: dict[Distribution, list[Path]]) -> set[str]:
    """Return the paths of the files of the distributions."""
    return {place(one.locate_file(file)) for one, files in found.items() for file in files}


def of_base(packed: frozenset[str], found: dict[Distribution, list[Path]]) -> list[Path]:
    """Return the native files of Python itself. On Linux its folder may be /usr, where other libraries are, too."""
    base = place(sys.base_prefix)
    begins = (f"{base}/lib/python", f"{base}/lib/libpython") if sys.platform == "linux" else (base,)
    return [Path(path) for path in sorted(packed - of_wheels(found)) if path.startswith(begins) and is_native(path)]


def list_materials(file: Path, packed: frozenset[str], found: dict[Distribution, list[Path]],
                   of_system: Iterable[Part]) -> list[str]:
    """Write the bill: distributions, Python, contents of wheels, the system's libraries, ours; return what is wrong."""
    list_environment(file)
    bill = json.loads(file.read_text("utf-8"))
    bill["metadata"]["component"] = of_program()
    names = {distribution.name.lower(): distribution for distribution in found}
    libraries = [part | stated(names[part["name"].lower()], part) for part in bill["components"]
                 if part["name"].lower() in names]
    bill["components"] = [*libraries, python(), *in_wheels(packed, found), *(part.component() for part in of_system),
                          *listed(packed), *data(ROOT, {Path(path) for path in packed}, found)]
    known = {part["bom-ref"] for part in bill["components"]}
    bill["dependencies"] = [{**entry, "dependsOn": [ref for ref in entry.get("dependsOn", ()) if ref in known]}
                            for entry in bill.get("dependencies", ()) if entry["ref"] in known]
    written = json.dumps(bill, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    file.write_text(written, "utf-8")
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(written)
    times = Counter(part["bom-ref"] for part in bill["components"])
    return [*(f"no licence: {part['bom-ref']}" for part in bill["components"] if not part.get("licenses")),
            *(f"listed {n} times: {reference}" for reference, n in times.items() if n > 1),
            *([] if wrong is None else [f"the bill of materials: {wrong}"])]


def list_environment(file: Path) -> None:
    """Write the bill of the distributions in this environment. It is not checked: the finished one is."""
    done = subprocess.run([sys.executable, "-m", "cyclonedx_py", "environment", "--no-validate",
                           "--output-reproducible", "--output-file", str(file), sys.executable],
                          stderr=subprocess.PIPE, encoding="utf-8", errors="replace", check=False)
    sys.stderr.writelines(line for line in done.stderr.splitlines(keepends=True) if UNCHECKED not in line)
    done.check_returncode()


def of_program() -> Component:
    """Return the program itself as a component."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {"type": "application", "bom-ref": "mishao", "name": project["name"], "version": project["version"],
            "description": project["description"], "licenses": licensed(project["license"])}


def python() -> Component:
    """Return the Python that runs it."""
    version = platform.python_version()
    return {"type": "library", "bom-ref": "runtime/Python", "name": "Python", "version": version,
            "description": "runtime", "licenses": licensed("Python-2.0.1"), "purl": f"pkg:generic/python@{version}"}


def stated(distribution: Distribution, part: Component) -> Component:
    """Return the stated licence of a distribution whose metadata was not or not fully understood."""
    if distribution.name in STATED:
        return {"licenses": licensed(STATED[distribution.name])}
    if not part.get("licenses"):
        return {"licenses": licensed(f"as in licences/{distribution.name}-{distribution.version}")}
    return {}


def in_wheels(packed: frozenset[str], found: dict[Distribution, list[Path]]) -> list[Component]:
    """Return the native libraries of wheels, and once what else is in them: by its version, or by its licence alone."""
    natives = {part["bom-ref"]: part for part in native(found, of_base(packed, found))}  # one may be in two folders
    told = [*natives.values(), *(part for part in compiled(found) if not is_left_out(part, packed))]
    named = {(plain(part["name"]), part["bom-ref"].partition("/")[0]) for part in told}
    return told + [part for part in noticed(found)
                   if (plain(part["name"]), part["bom-ref"].partition("/")[0]) not in named]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), frozenset(map(place, json.loads(Path(sys.argv[2]).read_text("utf-8"))))))
