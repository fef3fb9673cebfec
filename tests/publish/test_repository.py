"""Tests what is signed and served when a command is refused or interrupted, and which files a repository keeps."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from guard.publish.errors import PublishError
from guard.publish.office import Office
from guard.publish.releasing import suspend
from guard.publish.repository import atomic_file
from tests.support.publishing import UnitOffice


def served(office: UnitOffice) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in office.served.rglob("*") if path.is_file()}


def newest(office: UnitOffice, packs: Path) -> int:
    """Return the number of the release that a computer gets."""
    release = office.client(packs).ask(str(office.served)).release
    assert release is not None
    return release.number


def no_room_for(monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    """Let the disk be full when a file of this name is written."""
    write = atomic_file.replace

    def replace(path: Path, content: bytes, *, mode: int) -> None:
        if path.name.endswith(ending):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        write(path, content, mode=mode)

    monkeypatch.setattr(atomic_file, "replace", replace)


def test_without_the_online_key_nothing_is_signed_and_nobody_types_a_passphrase(office: UnitOffice) -> None:
    office.release("青松甲号")
    (online,) = (office.folder / "keys").glob("online-*.key")
    content, before = online.read_bytes(), served(office)
    online.unlink()
    asked = Office.at(office.folder, (), lambda _: pytest.fail("somebody was asked for a passphrase"))
    with pytest.raises(PublishError, match="只找到 0 把，没有签名"):
        suspend(asked, 4, "误报")
    assert served(office) == before
    online.write_bytes(content)
    office.office.resign()
    assert office.office.repository.index().suspension is None


@pytest.mark.parametrize("ending", [".snapshot.json", "timestamp.json"])
def test_what_a_full_disk_left_half_done_is_never_served(office: UnitOffice, tmp_path: Path,
                                                         monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    office.release("青松甲号")
    with monkeypatch.context() as full:
        no_room_for(full, ending)
        with pytest.raises(PublishError, match="已发布的没有变"):
            office.release("白杨乙号")
    assert [one.number for one in office.office.repository.index().releases] == [1]
    office.office.resign()
    assert newest(office, tmp_path / "pc") == 1
    assert office.release("红枫丙号").number == 2
    assert newest(office, tmp_path / "pc") == 2


@pytest.mark.parametrize("name", ["复件 12.targets.json", "x.snapshot.json", "².root.json"])
def test_a_copy_among_the_signed_files_is_no_version(office: UnitOffice, tmp_path: Path, name: str) -> None:
    (office.served / "metadata" / name).write_text("{}", "utf-8")
    assert office.release("青松甲号").number == 1
    office.office.add_key("root")
    assert newest(office, tmp_path / "pc") == 1
