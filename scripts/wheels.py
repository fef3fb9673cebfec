"""Prints for which CPUs each locked native library has a wheel, and the oldest glibc that one of them runs on.

    uv pip compile --universal --format pylock.toml … | python scripts/wheels.py     (make wheels)

One line per library whose wheels contain machine code: its name and version, the floor for each CPU of CPUS ("-" where
no wheel is), and whether the registry has its source. Floors are those of the wheels' names (PEP 600): the binaries may
need less (packaging/binaries.py). Wheels for another Python than PYTHON, and for musl, are not counted.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

CPUS = ("x86_64", "aarch64", "loongarch64")
PYTHON = "cp313"
"""The tag of the Python inside the packages (scripts/package-base.sh)."""

OLD_NAMES = {"manylinux1": (2, 5), "manylinux2010": (2, 12), "manylinux2014": (2, 17)}
_WHEEL = re.compile(r"-(?P<python>[^-]+)-(?P<abi>[^-]+)-(?P<platform>[^-]+)\.whl$")
_PLATFORM = re.compile(r"(?P<name>manylinux(?:1|20\d\d|_(?P<major>\d+)_(?P<minor>\d+)))_(?P<cpu>\w+)")

Version = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """A library with machine code: the oldest glibc for each CPU that it has a wheel for; ``source``: whether the
    registry has its source."""

    name: str
    floors: Mapping[str, Version]
    source: bool


def floors(names: Iterable[str]) -> dict[str, Version]:
    """Return the oldest glibc for each CPU that one of these wheels is for."""
    found: dict[str, Version] = {}
    for name in names:
        wheel = _WHEEL.search(name)
        if wheel and wheel["abi"] in {PYTHON, "abi3", "none"}:
            for one in map(_PLATFORM.fullmatch, wheel["platform"].split(".")):
                if one:
                    version = OLD_NAMES.get(one["name"]) or (int(one["major"]), int(one["minor"]))
                    found[one["cpu"]] = min(version, found.get(one["cpu"], version))
    return found


def libraries(lock: Mapping[str, object]) -> Iterator[Library]:
    """Yield the libraries of a pylock.toml (PEP 751) without a wheel for every CPU."""
    packages = lock["packages"]
    assert isinstance(packages, list)
    for package in packages:
        names = [one.get("name") or PurePosixPath(one["url"]).name for one in package.get("wheels", ())]
        if names and not any(name.endswith("-none-any.whl") for name in names):
            yield Library(f"{package['name']} {package['version']}", floors(names), "sdist" in package)


def main() -> int:
    """Print the table; return the exit code."""
    print(f"{'':36}{''.join(f'{cpu:12}' for cpu in CPUS)}source")
    for one in libraries(tomllib.loads(sys.stdin.read())):
        cells = (".".join(map(str, one.floors[cpu])) if cpu in one.floors else "-" for cpu in CPUS)
        print(f"{one.name:36}{''.join(f'{cell:12}' for cell in cells)}{'yes' if one.source else 'no'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
