"""Gathers the licences of everything that is packed, and lists it as a CycloneDX bill of materials.

    python packaging/licences.py FOLDER      with the Python that the program was frozen with
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

BUILD_TOOLS = {"pyinstaller", "pyinstaller-hooks-contrib", "altgraph", "cyclonedx-bom", "cyclonedx-python-lib"}

NAMES = ("licen", "copying", "notice", "authors")
"""How the files begin that say who may do what."""

COMMON = {"LGPL-3.0": ("LGPL-3", "GPL-3")}
"""Texts of Debian's /usr/share/common-licenses for what names a licence and carries no text of it, such as Qt."""

_COMMON_FOLDER = Path("/usr/share/common-licenses")


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


def main(folder: Path) -> None:
    """Write one folder a library, and ``mishao.cdx.json``; name those that carry no licence of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    without = []
    for distribution in sorted(distributions(), key=lambda one: one.name.lower()):
        if distribution.name.lower() in BUILD_TOOLS:
            continue
        texts = licences(distribution)
        if not texts:
            stated = distribution.metadata.get_all("License-Expression") or distribution.metadata.get_all("License")
            said = ", ".join(stated or ["unknown"])
            texts = {"METADATA": f"{distribution.name} {distribution.version}: {said}\n"}
            texts |= {name: (_COMMON_FOLDER / name).read_text("utf-8") for licence, names in COMMON.items()
                      if licence in said for name in names}
            if len(texts) == 1:
                without.append(distribution.name)
        own = folder / f"{distribution.name}-{distribution.version}"
        own.mkdir(exist_ok=True)
        for name, text in texts.items():
            (own / name).write_text(text, "utf-8")
    python = folder / f"Python-{platform.python_version()}"
    python.mkdir(exist_ok=True)
    (python / "LICENSE.txt").write_bytes((Path(sysconfig.get_path("stdlib")) / "LICENSE.txt").read_bytes())
    list_materials(folder / "mishao.cdx.json")
    sys.stderr.write(f"without a licence file of their own: {', '.join(without) or 'none'}\n")


def list_materials(file: Path) -> None:
    """Write the bill of materials: the libraries, Python, and the native libraries that wheels bring along."""
    subprocess.run([sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible",
                    "--output-file", str(file), sys.executable], check=True)
    bill = json.loads(file.read_text("utf-8"))
    libraries = [part for part in bill["components"] if part["name"].lower() not in BUILD_TOOLS]
    bill["components"] = [*libraries, component("Python", platform.python_version(), "runtime"), *native()]
    known = {part["bom-ref"] for part in bill["components"]}
    bill["dependencies"] = [{**entry, "dependsOn": [ref for ref in entry.get("dependsOn", ()) if ref in known]}
                            for entry in bill.get("dependencies", ()) if entry["ref"] in known]
    file.write_text(json.dumps(bill, ensure_ascii=False, indent=2, sort_keys=True) + "\n", "utf-8")


def native() -> Iterator[dict[str, str]]:
    """Yield the native libraries in the wheels: their file names tell their versions, as OpenSSL's 1.1.1k."""
    for distribution in sorted(distributions(), key=lambda one: one.name.lower()):
        for file in sorted(distribution.files or (), key=str):
            if file.parent.name.endswith(".libs") and ".so" in file.name:
                yield component(file.name, distribution.version, f"in {distribution.name}")


def component(name: str, version: str, where: str) -> dict[str, str]:
    """Return a library as CycloneDX describes one."""
    return {"type": "library", "bom-ref": f"{where}/{name}", "name": name, "version": version, "description": where}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
