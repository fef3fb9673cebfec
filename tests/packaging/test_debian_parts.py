"""Tests that packed system libraries are in the bill of materials, with their licences."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "packaging"

pytestmark = pytest.mark.skipif(not shutil.which("dpkg-query"), reason="only Debian's own tools know Debian's packages")

MACHINE_READABLE = """Format: https://an.example/copyright-format/1.0/
Upstream-Name: thing
License: not-of-files

Files: *
Copyright: 2020 Somebody
License: Expat
 Permission is hereby granted

Files: debian/*
 debian/tests/*
Copyright: 2021 A Packager
License: GPL-3+

Files: vendored/*
 debian/compat.c
Copyright: 2019 Else
License: BSD-3-clause or GPL-2
 On Debian systems the text is in /usr/share/common-licenses/GPL-2.

License: Apache-2.0
 stands alone
"""


def asked(program: str, *arguments: str) -> str:
    """Run a program that may import the packaging tools, like the build, and return its output."""
    done = subprocess.run([sys.executable, "-c", f"import sys; from debian_parts import *\n{program}", *arguments],
                          capture_output=True, text=True, cwd=FOLDER)
    assert done.stderr == ""
    return done.stdout.strip()


def test_a_library_of_the_system_is_named_by_its_package_version_and_address() -> None:
    # The C library and its package are on every Debian; its version may or may not need escaping.
    version = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", "libc6"], capture_output=True, text=True,
                             check=True).stdout
    (library,) = Path("/lib").glob("*-linux-gnu/libc.so.6")
    said = asked("found, unknown = parts([Path(sys.argv[1])]); one = found[0].component()\n"
                 "print(one['name'], one['version'], one['purl'], unknown, one['description'])", str(library))
    name, its_version, purl, unknown, *described = said.split(" ")
    assert (name, its_version, unknown) == ("libc6", version, "[]")
    assert purl.startswith("pkg:deb/")
    assert purl.endswith(f"/libc6@{version.replace('+', '%2B')}")
    assert described[0] == "libc.so.6"


def test_a_library_that_no_package_brought_is_named(tmp_path: Path) -> None:
    stray = tmp_path / "libstray.so.1"
    stray.write_bytes(b"")
    assert asked("print(parts([Path(sys.argv[1])]))", str(stray)) == f"([], [PosixPath({str(stray)!r})])"


def test_the_licences_of_what_is_compiled_are_read_and_not_those_of_the_packaging() -> None:
    assert asked("print(licences(sys.argv[1]))", MACHINE_READABLE) == "('BSD-3-clause or GPL-2', 'Expat')"


def test_a_copyright_file_in_words_is_pointed_to() -> None:
    said = asked("print(Part('libx', '2:1+b3', ('libx.so',), 'Copyright 1987 X Consortium').component())")
    assert "'licenses': [{'license': {'name': 'as in licences/libx-2_1+b3/copyright'}}]" in said
    assert "/libx@2:1%2Bb3'" in said


def test_the_texts_that_a_copyright_file_points_to_come_along() -> None:
    assert asked("print(list(common_licences([sys.argv[1], 'see /usr/share/common-licenses/absent.'])))",
                 MACHINE_READABLE) == "['GPL-2']"
