"""Tests what is signed and served when a command is refused or interrupted, and which files a repository keeps."""

from __future__ import annotations

import errno
import os
import re
import zipfile
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from types import SimpleNamespace

import pytest

from guard.publish.errors import PublishError
from guard.publish.office import ARCHIVE, Office
from guard.publish.releasing import resume, suspend
from guard.publish.repository import atomic_file
from tests.support.publishing import ONE, UnitOffice


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


def packed(office: UnitOffice) -> list[str]:
    """Return the files of the archive, without the numbers of versions and the hashes."""
    with zipfile.ZipFile(office.served / ARCHIVE) as archive:
        return sorted(re.sub(r"(^|/)[0-9a-f]{3,}\.|-[0-9a-f]+", r"\1", name) for name in archive.namelist())


def test_the_archive_has_what_counts_and_grows_with_releases_alone(office: UnitOffice, tmp_path: Path) -> None:
    office.release("青松甲号")
    once = packed(office)
    assert once == ["metadata/1.root.json", "metadata/snapshot.json", "metadata/targets.json",
                    "metadata/timestamp.json", "targets/bundles/1.json", "targets/channels.json"]
    for _ in range(4):
        suspend(office.office, 4, "误报")
        resume(office.office)
        office.office.resign()
    assert packed(office) == once
    office.office.add_key("root")
    office.release("白杨乙号")
    assert packed(office) == sorted([*once, "metadata/2.root.json", "targets/bundles/2.json"])
    release = office.client(tmp_path / "pc").ask(str(office.served / ARCHIVE)).release
    assert release is not None
    assert release.number == 2


def test_of_earlier_versions_the_last_few_stay_with_their_indexes_and_every_root(office: UnitOffice) -> None:
    metadata = office.served / "metadata"
    office.release("青松甲号")
    office.office.add_key("root")
    for hours in range(1, 9):
        suspend(office.office, hours, "误报")
        reading = max(metadata.glob("*.snapshot.json"))
        office.office.resign()
        assert reading.exists()
    assert sorted(path.name for path in metadata.glob("*.root.json")) == ["1.root.json", "2.root.json"]
    for pattern in ("metadata/*.snapshot.json", "metadata/*.targets.json", "targets/*.channels.json"):
        assert len(list(office.served.glob(pattern))) == 6, pattern


def test_a_list_that_counts_stays_however_many_were_left_half_done_after_it(
        office: UnitOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office.release("青松甲号")
    with monkeypatch.context() as full:
        no_room_for(full, ".snapshot.json")
        for _ in range(6):
            with pytest.raises(PublishError):
                office.release("白杨乙号")
    office.office.resign()
    assert newest(office, tmp_path / "pc") == 1


def at_the_hour(monkeypatch: pytest.MonkeyPatch, later: float) -> None:
    """Let the clock of the office be so many hours ahead, for what it signs and for what it compares with."""
    ahead = datetime.now(UTC) + timedelta(hours=later)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return ahead.astimezone(tz)

    monkeypatch.setattr("guard.publish.repository.datetime", Clock)
    monkeypatch.setattr("guard.publish.signing_clock.time", SimpleNamespace(time=ahead.timestamp))


def test_with_a_clock_behind_the_last_signature_nothing_is_signed_until_somebody_says_that_it_is_right(
        office: UnitOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_hour(monkeypatch, 48)
    office.release("青松甲号")
    at_the_hour(monkeypatch, 47.5)
    office.office.resign()  # set right by half an hour
    at_the_hour(monkeypatch, 0)
    before = served(office)
    asked = Office.at(office.folder, (), lambda _: pytest.fail("somebody was asked for a passphrase"))
    for signs in (asked.resign, lambda: suspend(asked, 4, "误报")):
        with pytest.raises(PublishError, match="时钟"):
            signs()
    assert served(office) == before
    office.office.resign(clock_is_right=True)
    office.release("青松乙号")
    at_the_hour(monkeypatch, -30)
    with pytest.raises(PublishError, match="时钟"):
        office.office.resign()
    assert served(office) != before


@pytest.mark.parametrize("broken", [None, b"{", b'{"fresh_days": 99999999}', b'{"fresh_days": -5}'], ids=str)
def test_a_folder_whose_settings_are_lost_is_neither_opened_anew_nor_used_until_they_are_back(
        office: UnitOffice, broken: bytes | None) -> None:
    office.release("青松甲号")
    settings = office.folder / "publish.json"
    content = settings.read_bytes()
    if broken is None:
        settings.unlink()
    else:
        settings.write_bytes(broken)
    before = served(office)
    with pytest.raises(PublishError, match="没有改动"):
        office.office.open(ONE, ONE, 30, ["https://rules.example"])
    with pytest.raises(PublishError, match="请从备份恢复"):
        office.office.resign()
    assert served(office) == before
    settings.write_bytes(content)
    office.office.resign()


@pytest.mark.parametrize("ending", ["1.root.json", "timestamp.json"])
def test_a_folder_that_a_full_disk_left_half_made_is_opened_again(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    with monkeypatch.context() as full:
        no_room_for(full, ending)
        with pytest.raises((PublishError, OSError)):
            UnitOffice.opened(tmp_path / "office")
    UnitOffice.opened(tmp_path / "office").release("青松甲号")
