"""Lines that are appended to a file: whole, on disk, and never lost with half a line that was there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from guard.authorisation import register
from guard.authorisation.register import Entry
from guard.platform.appended_file import append_line
from tests.support.program import ROOT

LIMITED = (
    "import resource, signal, sys\n"
    "from pathlib import Path\n"
    "from guard.platform.appended_file import append_line\n"
    "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))\n"
    "try:\n"
    "    append_line(Path(sys.argv[1]), b'2' * 100)\n"
    "except OSError as error:\n"
    "    print(error.errno)\n"
)

MANY = (
    "import sys\n"
    "from pathlib import Path\n"
    "from guard.platform.appended_file import append_line\n"
    "for number in range(50):\n"
    "    append_line(Path(sys.argv[1]), f'{sys.argv[2]} {number}'.encode())\n"
)


def test_an_entry_behind_half_a_line_that_a_crash_left_is_not_lost(tmp_path: Path) -> None:
    first, second = (Entry(at, f"request {at}", "工作秘密", code="12345678") for at in (1.0, 2.0))
    register.add(tmp_path, first)
    with (tmp_path / register.FILE_NAME).open("ab") as stream:
        stream.write(b'{"at":1.5,"requ')
    register.add(tmp_path, second)
    assert register.entries(tmp_path) == ([first, second], 1)


@pytest.mark.parametrize("room", [0, 40])
def test_a_line_for_which_there_is_no_room_leaves_nothing_of_itself(tmp_path: Path, room: int) -> None:
    path = tmp_path / "lines"
    append_line(path, b"1" * 9)
    ended = subprocess.run([sys.executable, "-c", LIMITED, str(path), str(10 + room)], cwd=ROOT, check=True,
                           capture_output=True, text=True)
    assert ended.stdout.strip().isdigit()
    assert path.read_bytes() == b"1" * 9 + b"\n"


def test_lines_of_several_processes_are_all_there_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    writers = [subprocess.Popen([sys.executable, "-c", MANY, str(path), name], cwd=ROOT) for name in "abc"]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert sorted(path.read_text().splitlines()) == sorted(f"{name} {number}" for name in "abc" for number in range(50))


def test_a_new_file_is_its_users_alone_and_a_link_is_refused(tmp_path: Path) -> None:
    append_line(tmp_path / "lines", b"1")
    assert (tmp_path / "lines").stat().st_mode & 0o777 == 0o600
    (tmp_path / "link").symlink_to(tmp_path / "lines")
    with pytest.raises(OSError, match="link"):
        append_line(tmp_path / "link", b"2")
    assert (tmp_path / "lines").read_bytes() == b"1\n"
