"""Tests the swap: at every instant the old release or the new one is in force, and nothing else."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.supply.release_store import Floor, Store
from guard.supply.stored_release import IssuedError, slot_files, slot_name
from guard.supply.trusted_sources import Settings, Trust
from guard.supply.verifying_stored_release import verified
from tests.support.disk_fixtures import fill
from tests.support.publishing import UnitOffice

RANDOM_KILLS = 200
_MEMORY = Path("/dev/shm")


@pytest.fixture
def swap(office: UnitOffice, tmp_path: Path) -> tuple[Path, bytes, str, Callable[[], None]]:
    """A store with release 1 in force, the root, the name of release 2 and what puts that in force."""
    office.release("青松甲号")
    office.client(tmp_path / "old").ask(str(office.served))
    old = _only_slot(tmp_path / "old")
    packs = tmp_path / "packs"
    Store(packs).put(old.name, _files(old))
    Store(packs).activate(old.name)
    office.release("白杨乙号")
    office.client(tmp_path / "new").ask(str(office.served))
    new = _files(_only_slot(tmp_path / "new"))

    def work() -> None:
        Store(packs).put(slot_name(new), new)
        Store(packs).activate(slot_name(new))

    return packs, office.root, slot_name(new), work


def _only_slot(packs: Path) -> Path:
    (slot,) = (packs / "slots").iterdir()
    return slot


def _files(slot: Path) -> dict[str, bytes]:
    return {path.relative_to(slot).as_posix(): path.read_bytes() for path in slot.rglob("*") if path.is_file()}


def in_child(work: Callable[[], None], kill: Callable[[int], None]) -> int:
    """Run in a child of this process; return the signal that ended it, 0 when it ended normally."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    kill(pid)
    _, status = os.waitpid(pid, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def in_force(packs: Path, root: bytes) -> int:
    store = Store(packs)
    return verified(store.slot(store.active().slot), Trust(Settings(("x",)), root, "", "pc-1")).release.number


def steps(work: Callable[[], None], last: int) -> Callable[[], None]:
    """Return the work of a process that kills itself at its nth use of the file system."""
    def do() -> None:
        left = [last]

        def hook(event: str, _arguments: object) -> None:
            if event == "open" or event.startswith(("os.", "shutil.", "tempfile.")):
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        work()

    return do


@pytest.fixture
def fresh(swap: tuple[Path, bytes, str, Callable[[], None]], tmp_path: Path) -> Callable[[], None]:
    shutil.copytree(swap[0], tmp_path / "before")

    def restore() -> None:
        shutil.rmtree(swap[0])
        shutil.copytree(tmp_path / "before", swap[0])

    return restore


@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_killed_at_every_step_leaves_the_old_or_the_new(
        swap: tuple[Path, bytes, str, Callable[[], None]], fresh: Callable[[], None]) -> None:
    packs, root, new, work = swap
    seen = []
    for step in range(1, 1000):
        ended = in_child(steps(work, step), lambda _: None)
        seen.append(in_force(packs, root))
        if not ended:
            break
        work()
        assert in_force(packs, root) == 2
        assert Store(packs).active().slot == new
        fresh()
    assert len(seen) > 15
    assert seen == sorted(seen)
    assert set(seen) == {1, 2}


def kill_at_random(swap: tuple[Path, bytes, str, Callable[[], None]], fresh: Callable[[], None], times: int) -> None:
    packs, root, _, work = swap
    began = time.perf_counter()
    work()
    took = time.perf_counter() - began
    chance = random.Random(8)

    def kill(pid: int) -> None:
        time.sleep(chance.uniform(0, took * 2))
        os.kill(pid, signal.SIGKILL)

    for _ in range(times):
        fresh()
        in_child(work, kill)
        assert in_force(packs, root) in (1, 2)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_killed_at_any_time_leaves_the_old_or_the_new(
        swap: tuple[Path, bytes, str, Callable[[], None]], fresh: Callable[[], None]) -> None:
    kill_at_random(swap, fresh, 12)


@pytest.mark.soak
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_killed_two_hundred_times_leaves_the_old_or_the_new(
        swap: tuple[Path, bytes, str, Callable[[], None]], fresh: Callable[[], None]) -> None:
    kill_at_random(swap, fresh, RANDOM_KILLS)


def test_a_full_disk_leaves_the_old(office: UnitOffice, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    packs = tmp_path / "small"
    packs.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(packs)], check=True)
    try:
        office.release("青松甲号")
        client = office.client(packs)
        Store(packs).activate(client.ask(str(office.served)).slot)
        office.release("白杨乙号")
        filler = packs / "filler"
        fill(filler)
        with pytest.raises(OSError, match="No space left"):
            client.ask(str(office.served))
        assert in_force(packs, office.root) == 1
        filler.unlink()
        Store(packs).activate(client.ask(str(office.served)).slot)
        assert in_force(packs, office.root) == 2
    finally:
        subprocess.run(["umount", "-l", str(packs)], check=True)


@pytest.mark.skipif(not _MEMORY.is_dir(), reason="needs a second file system")
def test_a_large_file_of_another_file_system_is_copied_whole_for_its_user_alone(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=_MEMORY) as elsewhere:
        table = Path(elsewhere) / "table"
        table.write_bytes(bytes(range(256)) * 8192)
        table.chmod(0o644)
        store = Store(tmp_path)
        store.put("one", {"small": b"s"}, {"exact/table": table})
        copied = store.slot("one") / "exact/table"
        assert copied.stat().st_dev != table.stat().st_dev
        assert (copied.read_bytes(), copied.stat().st_mode & 0o777) == (table.read_bytes(), 0o600)
        assert [path.name for path in copied.parent.iterdir()] == ["table"]


def test_what_the_user_changes_in_the_store_does_not_prove_itself(
        swap: tuple[Path, bytes, str, Callable[[], None]]) -> None:
    packs, root, _, _ = swap
    slot = Store(packs).slot(Store(packs).active().slot)
    bundle = slot / "bundle.json"
    bundle.write_bytes(bundle.read_bytes().replace("拦截".encode(), "记录".encode()))
    with pytest.raises(IssuedError, match="签名不对"):
        verified(slot, Trust(Settings(("x",)), root, "", "pc-1"))
    bundle.unlink()
    with pytest.raises(IssuedError, match="文件不全"):
        verified(slot, Trust(Settings(("x",)), root, "", "pc-1"))


def test_the_floor_only_rises_and_a_new_root_counts_most(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.raise_floor(Floor(1, 900))
    store.raise_floor(Floor(1, 5))
    assert store.floor() == Floor(1, 900)
    store.raise_floor(Floor(2, 5))
    assert store.floor() == Floor(2, 5)
    assert slot_name(slot_files({}, b"a", b"b", b"c")) != slot_name(slot_files({}, b"a", b"b", b"d"))
