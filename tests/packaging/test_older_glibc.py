"""Tests that what a library asks of a newer glibc is bound to what an older one has, and that it works as before."""

from __future__ import annotations

import ctypes
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

from older_glibc import NotBoundError, bound, elf_hash, lay_beside  # noqa: E402

pytestmark = pytest.mark.skipif(
    not (shutil.which("gcc") and shutil.which("readelf")) or platform.machine() != "x86_64",
    reason="needs gcc and binutils, and the first glibc of x86-64")

FIRST, PROMISED = "GLIBC_2.2.5", (2, 28)
POWER = """
#include <math.h>
#include <unistd.h>
double power(double a, double b) { return getpid() > 0 ? pow(a, b) + log(b) : 0; }
"""
WAITS = """
#include <pthread.h>
#include <time.h>
int waits(void) {
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += 50000000;
    if (until.tv_nsec >= 1000000000) { until.tv_nsec -= 1000000000; until.tv_sec += 1; }
    pthread_mutex_lock(&mutex);
    int code = pthread_cond_clockwait(&condition, &mutex, CLOCK_MONOTONIC, &until);
    pthread_mutex_unlock(&mutex);
    return code;
}
"""


def built(folder: Path, source: str) -> Path:
    """A library made from a source text by this system's compiler."""
    text, library = folder / "source.c", folder / "library.so"
    text.write_text(f"#define _GNU_SOURCE\n{source}", "utf-8")
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", str(library), str(text), "-lm"], check=True)
    return library


def asked(library: Path) -> set[str]:
    """The versions of glibc that the loader checks for a library."""
    said = subprocess.run(["readelf", "--version-info", "--wide", str(library)], capture_output=True, text=True,
                          check=True)
    return set(re.findall(r"Name: (GLIBC_[\d.]+)", said.stdout))


def test_a_function_with_a_newer_version_is_bound_to_the_first_and_returns_the_same(tmp_path: Path) -> None:
    library = built(tmp_path, POWER)
    assert "GLIBC_2.29" in asked(library)
    before = library.read_bytes()
    content, brought = bound(before, FIRST, PROMISED)
    older = tmp_path / "older.so"
    older.write_bytes(content)
    assert asked(older) <= {FIRST, "GLIBC_2.4"}
    assert (brought, len(content)) == (set(), len(before))
    functions = [ctypes.CDLL(str(path)).power for path in (library, older)]
    for function in functions:
        function.restype, function.argtypes = ctypes.c_double, [ctypes.c_double, ctypes.c_double]
    assert functions[0](1.7, 3.1) == functions[1](1.7, 3.1) != 0


def test_what_asks_for_nothing_newer_stays_as_it_is(tmp_path: Path) -> None:
    content = built(tmp_path, POWER).read_bytes()
    assert bound(content, FIRST, (2, 99)) == (content, set())


def test_a_function_that_no_older_glibc_has_is_an_error_that_names_it(tmp_path: Path) -> None:
    library = built(tmp_path, "#include <unistd.h>\nint me(void) { return gettid(); }\n")
    with pytest.raises(NotBoundError, match=r"gettid of GLIBC_2\.30"):
        bound(library.read_bytes(), FIRST, PROMISED)


@pytest.mark.parametrize("has_it", [True, False])
def test_the_library_that_is_brought_waits_as_long_with_a_glibc_that_has_the_function_and_without(
        tmp_path: Path, has_it: bool) -> None:
    source = (ROOT / "packaging" / "linux" / "clockwait.c").read_text("utf-8")
    own = tmp_path / "clockwait.c"
    own.write_text(source if has_it else source.replace('"GLIBC_2.30"', '"GLIBC_0"'), "utf-8")
    brought = tmp_path / "libmishao-clockwait.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-Wall", "-Werror", "-o", str(brought), str(own), "-ldl", "-lpthread"],
                   check=True)
    library = built(tmp_path, WAITS)
    content, functions = bound(library.read_bytes(), FIRST, PROMISED)
    assert functions == {"pthread_cond_clockwait"}
    library.write_bytes(content)
    program = ("import ctypes, os, sys\n"
               "ctypes.CDLL(sys.argv[1], os.RTLD_GLOBAL)\n"
               "print(ctypes.CDLL(sys.argv[2]).waits())\n")
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", program, str(brought), str(library)], capture_output=True, text=True,
                          check=True)
    assert int(done.stdout) == 110  # ETIMEDOUT
    assert time.monotonic() - begun >= 0.05
    alone = subprocess.run([sys.executable, "-c", f"import ctypes, os; ctypes.CDLL({str(library)!r}, os.RTLD_NOW)"],
                           capture_output=True, text=True, env={**os.environ, "LD_BIND_NOW": "1"})
    assert "pthread_cond_clockwait" in alone.stderr  # it is ours that was called


def test_a_binary_that_is_found_by_a_link_in_another_folder_finds_the_library_that_is_brought(tmp_path: Path) -> None:
    brought = tmp_path / "libbrought.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-Wl,-soname,libbrought.so", "-x", "c", "-", "-o", str(brought)],
                   check=True, text=True, input="int brought(void) { return 7; }")
    folder = tmp_path / "program"
    (folder / "deep" / "lib").mkdir(parents=True)
    binary = folder / "deep" / "lib" / "libasks.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", str(binary), "-Wl,-rpath,$ORIGIN", "-x", "c", "-", "-x", "none",
                    str(brought)],
                   check=True, text=True, input="int brought(void); int asks(void) { return brought(); }")
    link = folder / "libasks.so"
    link.symlink_to("deep/lib/libasks.so")
    lay_beside(folder, binary, brought)
    brought.unlink()
    for name in (binary, link):
        done = subprocess.run([sys.executable, "-c", f"import ctypes; print(ctypes.CDLL({str(name)!r}).asks())"],
                              capture_output=True, text=True)
        assert (done.stdout, done.stderr) == ("7\n", "")


def test_the_hash_of_a_name_is_that_of_the_abi() -> None:
    assert (elf_hash("GLIBC_2.17"), elf_hash("GLIBC_2.2.5")) == (0x6969197, 0x9691A75)  # as in every binary
