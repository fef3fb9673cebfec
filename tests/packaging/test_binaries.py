"""Tests that shipped binaries search libraries only in the package, and keep the size limit and the promised floor."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

GLIBC_2_34 = [int(number) for number in (platform.libc_ver()[1] or "0").split(".")] >= [2, 34]
TOOL = Path(__file__).parents[2] / "packaging" / "binaries.py"

pytestmark = pytest.mark.skipif(not (shutil.which("gcc") and shutil.which("readelf")),
                                reason="needs a compiler and binutils")


def compiled(path: Path, code: str, *options: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    source = path.with_suffix(".c")
    source.write_text(code, "utf-8")
    subprocess.run(["gcc", "-shared", "-fPIC", *options, "-o", str(path), str(source), "-lm"], check=True)
    source.unlink()


def library(path: Path, *looks: str, tag: str = "--enable-new-dtags") -> None:
    compiled(path, "int answer(void) { return 42; }\n", f"-Wl,{tag}", *(f"-Wl,-rpath,{entry}" for entry in looks))


def examined(folder: Path, *options: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, str(TOOL), str(folder), *options], capture_output=True, text=True)
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.mark.parametrize("looks", [(), ("$ORIGIN",), ("$ORIGIN/../libs", "${ORIGIN}/")])
def test_what_looks_in_the_package_alone_may_be_shipped(tmp_path: Path, looks: tuple[str, ...]) -> None:
    library(tmp_path / "inner" / "one.so", *looks)
    code, said = examined(tmp_path, "--all")
    assert code == 0
    assert "0 look outside" in said
    assert ("looks in " + ", ".join(looks) in said) == bool(looks)
    assert examined(tmp_path, "--foreign") == (0, "")


@pytest.mark.parametrize("tag", ["--enable-new-dtags", "--disable-new-dtags"], ids=["RUNPATH", "RPATH"])
@pytest.mark.parametrize("looks", ["/root/.pyenv/versions/3.11.7/lib", "$ORIGIN/../../lib", "lib", "$ORIGINAL",
                                   "$ORIGIN:", "$ORIGIN:/opt/lib"])
def test_what_looks_outside_is_named_and_fails_the_build(tmp_path: Path, looks: str, tag: str) -> None:
    library(tmp_path / "inner" / "one.so", looks, tag=tag)
    library(tmp_path / "two.so", "$ORIGIN")
    code, said = examined(tmp_path)
    assert code == 1
    assert f"outside of the package: inner/one.so: '{looks.removeprefix('$ORIGIN:')}'" in said
    mixed = looks.startswith("$ORIGIN:")  # what it needs of the package may not be taken from there
    assert examined(tmp_path, "--foreign") == (0, "" if mixed else "inner/one.so\n")


@pytest.mark.skipif(not GLIBC_2_34, reason="needs a C library that has what no promised one has")
def test_what_needs_a_newer_c_library_than_is_promised_is_named_and_fails_the_build(tmp_path: Path) -> None:
    compiled(tmp_path / "_internal" / "old.so", "int answer(void) { return 42; }\n")
    assert examined(tmp_path, "--promised") == (0, "")
    compiled(tmp_path / "_internal" / "lib" / "new.so",
             "#include <pthread.h>\nint answer(void) { return pthread_create(0, 0, 0, 0); }\n")
    code, said = examined(tmp_path, "--promised")
    assert code == 1
    assert said.startswith("_internal/lib/new.so needs glibc 2.34; ")
    assert said.count("\n") == 1
    parts = dict(line.rsplit(maxsplit=1)[::-1] for line in examined(tmp_path, "--parts")[1].splitlines()[:2])
    assert parts["lib"] == "glibc 2.34"
    assert parts["old.so"] in {"no glibc", "glibc 2.2.5", "glibc 2.17"}


def test_python_is_built_to_need_the_mathematics_of_the_first_glibc_alone(tmp_path: Path) -> None:
    code = "#include <math.h>\ndouble answer(double x) { return pow(exp(x), log(x)) + exp2(log2(x)); }\n"
    compiled(tmp_path / "plain.so", code)
    compiled(tmp_path / "older.so", code, "-include", str(TOOL.parent / "linux" / "older-glibc.h"))
    floors = {line.split()[2]: line.split()[1] for line in examined(tmp_path, "--parts")[1].splitlines()[:2]}
    assert floors["plain.so"] == "2.29"
    assert floors["older.so"] in {"2.2.5", "2.17"}


@pytest.mark.parametrize(("more", "code"), [(0, 0), (1, 1)])
def test_the_build_fails_by_the_first_byte_above_the_limit_of_all_files_together(
        tmp_path: Path, more: int, code: int) -> None:
    for name, size in (("usr/lib/mishao/program", 370_000_000), ("usr/share/doc/mishao/licence", 10_000_000 + more)):
        (tmp_path / name).parent.mkdir(parents=True)
        with (tmp_path / name).open("wb") as stream:
            stream.truncate(size)  # takes no room
    (tmp_path / "usr" / "link").symlink_to("lib/mishao/program")
    assert examined(tmp_path, "--size") == (code, "380.0 MB installed (at most 380) in 2 files\n")
