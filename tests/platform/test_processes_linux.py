"""Tests which program a process is, on Linux, whatever name it shows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guard.core.destination_kinds import program_name
from guard.platform import proc
from guard.platform.processes_linux import SANDBOXED, executable_of, names_around
from tests.support.guarding import wait_for


def test_the_executable_of_a_process_is_its_real_path():
    assert executable_of(os.getpid()) == os.path.realpath(sys.executable)


def test_a_process_that_is_gone_says_nothing():
    with subprocess.Popen(["true"]) as gone:
        gone.wait(10)
    assert executable_of(gone.pid) == ""
    assert (proc.called(gone.pid), proc.read(gone.pid, "cmdline"), proc.threads(gone.pid)) == ("", b"", [])
    assert (proc.stat_field(gone.pid, proc.STARTED), proc.resident_bytes(gone.pid)) == (0, 0)
    assert proc.descriptors(gone.pid) == []


def test_a_program_replaced_on_disk_is_known_by_its_name_only(tmp_path):
    program = tmp_path / "wps"
    shutil.copy2(shutil.which("sleep") or "/bin/sleep", program)
    with subprocess.Popen([program, "60"]) as process:
        try:
            assert executable_of(process.pid) == str(program)
            program.unlink()
            assert executable_of(process.pid) == f"{program} (deleted)"
            program.write_text("another file under the same name")
            assert executable_of(process.pid) == f"{program} (deleted)"
            assert program_name(executable_of(process.pid), ()) == "wps"
        finally:
            process.kill()


def test_a_program_that_shows_a_path_of_another_mount_namespace_is_marked_and_no_absolute_path(tmp_path):
    allowed = tmp_path / "wps"
    shutil.copy2("/bin/true", allowed)
    evil = tmp_path / "evil"
    shutil.copy2(shutil.which("sleep") or "/bin/sleep", evil)
    script = 'mount --bind "$1" "$2" && echo ready && exec "$2" 60'
    with subprocess.Popen(["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", evil, allowed],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            if process.stdout.readline() != "ready\n":
                pytest.skip("user namespaces are not allowed here")
            shown = Path(f"/proc/{process.pid}/exe")
            while shown.readlink().name == "dash" or shown.readlink().name == "sh":
                assert process.poll() is None
            assert str(shown.readlink()) == str(allowed)
            assert executable_of(process.pid) == f"{SANDBOXED}{allowed}"
        finally:
            process.kill()


def test_a_process_that_starts_another_program_while_it_is_looked_at_is_in_no_sandbox(tmp_path):
    shell = shutil.which("dash") or "/bin/sh"
    programs = [shutil.copy2(shell, tmp_path / name) for name in ("one", "other")]
    scripts = [tmp_path / "from one", tmp_path / "from other"]
    scripts[0].write_text(f"exec '{programs[1]}' '{scripts[1]}'\n")
    scripts[1].write_text(f"exec '{programs[0]}' '{scripts[0]}'\n")
    with subprocess.Popen([programs[0], scripts[0]]) as process:
        try:
            seen = {executable_of(process.pid) for _ in range(5000)}
        finally:
            process.kill()
    assert seen == set(map(str, programs))


def test_the_parent_is_read_also_past_a_name_with_brackets(tmp_path):
    odd = tmp_path / "a) b (c"
    odd.symlink_to(shutil.which("sleep") or "/bin/sleep")
    with subprocess.Popen([odd, "60"]) as process:
        try:
            assert proc.stat_field(process.pid, proc.PARENT) == os.getpid()
            assert executable_of(os.getpid()) in names_around(process.pid, "")
        finally:
            process.kill()


def test_the_descriptors_of_a_process_say_what_they_are_open_on(tmp_path):
    with (tmp_path / "open").open("wb") as file:
        found = {int(entry.name): entry for entry in proc.descriptors(os.getpid())}
        assert proc.target(found[file.fileno()]) == str(tmp_path / "open")
        assert found[file.fileno()].stat().st_ino == os.fstat(file.fileno()).st_ino


def _file(place, content):
    (place / "shown").write_text(content)
    return "--ro-bind", str(place / "shown"), "/.flatpak-info"


def _pipe(place):
    os.mkfifo(place / "pipe")
    return "--ro-bind", str(place / "pipe"), "/.flatpak-info"


NAME = "name=com.tencent.WeChat\n"
SHOWN = {
    "a file": (lambda place: _file(place, f"[Application]\n{NAME}"), ["com.tencent.WeChat"]),
    "too much": (lambda place: _file(place, "x" * proc.SHOWN_LIMIT + f"\n{NAME}"), []),
    "a pipe": (_pipe, []),
    "a folder": (lambda place: ("--dir", "/.flatpak-info"), []),
    "a link": (lambda place: (*_file(place, NAME)[:2], "/app/shown", "--symlink", "app/shown", "/.flatpak-info"), [])}


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bwrap is missing")
@pytest.mark.parametrize("what", SHOWN)
def test_a_sandbox_tells_its_name_by_a_file_alone_and_nobody_waits_for_anything_else_there(tmp_path, what):
    show, names = SHOWN[what]
    command = ("bwrap", "--die-with-parent", "--unshare-user", "--ro-bind", "/usr", "/usr", "--symlink", "usr/lib",
               "/lib", "--symlink", "usr/lib64", "/lib64", "--ro-bind", "/bin/sleep", "/app/client", *show(tmp_path),
               "/app/client", "60")
    with subprocess.Popen(command) as sandbox:
        try:
            children = Path(f"/proc/{sandbox.pid}/task/{sandbox.pid}/children")
            client = wait_for(lambda: next((int(pid) for pid in children.read_text().split()
                                            if proc.called(int(pid)) == "/app/client"), None), "the sandbox")
            executable = executable_of(client)
            assert executable.startswith(SANDBOXED)
            assert [name for name in names_around(client, executable) if name.startswith("com.")] == names
            outside = names_around(client, executable, into_sandboxes=False)
            assert not [name for name in outside if name.startswith("com.")]
        finally:
            sandbox.kill()
