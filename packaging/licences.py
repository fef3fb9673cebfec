"""Gathers the licences of everything that is packed, and lists it as a CycloneDX bill of materials.

    python packaging/licences.py FOLDER      with the Python that the program was frozen with
"""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

BUILD_TOOLS = {"pyinstaller", "pyinstaller-hooks-contrib", "altgraph", "cyclonedx-bom", "cyclonedx-python-lib"}

NAMES = ("licen", "copying", "notice", "authors")
"""How the files begin that say who may do what."""


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
            without.append(distribution.name)
        own = folder / f"{distribution.name}-{distribution.version}"
        own.mkdir(exist_ok=True)
        for name, text in texts.items():
            (own / name).write_text(text, "utf-8")
    subprocess.run([sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible",
                    "--output-file", str(folder / "mishao.cdx.json"), sys.executable], check=True)
    sys.stderr.write(f"without a licence file of their own: {', '.join(without) or 'none'}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
