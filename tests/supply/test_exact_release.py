"""Tests indexes of the unit's tables in a release: who judges by them, and what an attacker may try with them."""

from __future__ import annotations

import pickle
import shutil
import zipfile
from dataclasses import astuple
from io import BytesIO
from pathlib import Path

import pytest
from tuf.api.exceptions import DownloadError, RepositoryError

from guard.clipboard.held_words import Kinship
from guard.clipboard.process import load_arms
from guard.core.model import Judged
from guard.inspect.worker import Setup, received, sent
from guard.ipc.exact_files import Exact
from guard.ipc.framing import FrameReader, FrameWriter
from guard.ipc.messages import Arm
from guard.ipc.replies import Done, Refused
from guard.publish import releasing
from guard.publish.contents import Contents, bundle_of, bundle_on, tables_in
from guard.publish.errors import PublishError
from guard.publish.office import ARCHIVE
from guard.publish.planning import plan_release, sign_release
from guard.publish.releasing import release
from guard.redact.text import redact
from guard.supply.bundle import EXACT_LIMIT, Bundle, BundleError, NamedIndex
from guard.supply.exact_indexes import KEY_FILE, TABLE_LIMIT
from guard.supply.fetching.https import TABLE_SECONDS
from guard.supply.release_store import Store, packed
from guard.supply.verifying_new_release import RollbackError
from rules.exact.index import INDEX_LIMIT
from rules.judge.judge import Judge
from rules.model import EXACT, Action, Nature
from rules.text import Text
from tests.support.publishing import EVERYONE, UnitOffice
from tests.support.tables import KEY, OTHER_KEY, PEOPLE, indexed, made
from tests.support.updated_guard import UpdatedGuard

ROW = Text("通知欧阳慕白，13800001234，明天到校。")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "学生.edm"
    path.write_bytes(made().content)
    return path


def published(office: UnitOffice, *tables: Path, packs: tuple[str, ...] = ("内置",)) -> Bundle:
    plan = plan_release(office.office, Contents(packs, tables=tables), EVERYONE)
    sign_release(office.office, plan)
    return plan.bundle


def computer_of(office: UnitOffice, folder: Path, key: bytes = KEY) -> UpdatedGuard:
    computer = UpdatedGuard(office, folder)
    (computer.ground.machine.folder / KEY_FILE).write_text(f"{key.hex()}\n")
    return computer


def stored(computer: UpdatedGuard) -> list[Path]:
    return sorted(computer.ground.paths.packs.glob("slots/*/exact/*.edm"))


def test_guard_and_broker_judge_by_the_index_of_a_release(office: UnitOffice, tmp_path: Path, table: Path) -> None:
    published(office, table)
    computer = computer_of(office, tmp_path)
    assert isinstance(computer.updates.update(), Done)
    found = computer.load("")
    assert not found.inexact
    arms = load_arms(Arm(found.packs, found.policy, weights=found.weights, exact=found.exact), Kinship())
    for verdict in (found.rules().judge.judge(ROW), arms.judge(ROW)):
        assert verdict.action is Action.BLOCK
        assert f"{EXACT}·在校学生" in {match.rule for match in verdict.matches}
    assert f"{EXACT}·在校学生" in found.rules().judge.ids
    assert not list(computer.ground.paths.packs.glob("cache/files/*.edm")), "stored once"


def test_a_verdict_about_a_row_arrives_as_it_was_sent() -> None:
    verdict = Judge((), exact=(indexed(),)).judge(ROW)
    sent = Judged("", text=ROW, verdict=verdict)
    pipe = BytesIO()
    FrameWriter(pipe).write(sent)
    pipe.seek(0)
    frames: FrameReader[Judged] = FrameReader(pipe, Judged)
    assert frames.read() == sent
    assert {type(word) for word in astuple(verdict.explanations[0]) if isinstance(word, str)} == {str, Nature}


def test_a_masked_copy_hides_the_values_and_passes(office: UnitOffice, tmp_path: Path, table: Path) -> None:
    published(office, table)
    computer = computer_of(office, tmp_path)
    computer.updates.update()
    rules = computer.load("").rules()
    copy = redact(Judged("", text=ROW, verdict=rules.judge.judge(ROW)), rules.judge, rules.policy)
    assert copy is not None
    assert "欧阳慕白" not in copy.text
    assert "13800001234" not in copy.text
    assert rules.judge.judge(Text(copy.text)).action is Action.ALLOW


def test_the_same_index_is_fetched_once_for_all_releases(office: UnitOffice, tmp_path: Path, table: Path) -> None:
    published(office, table)
    computer = computer_of(office, tmp_path)
    computer.updates.update()
    (served,) = office.served.glob("targets/exact/*.edm")
    served.rename(tmp_path / "away")
    published(office, packs=("内置", "教育"))
    assert isinstance(computer.updates.update(), Done)
    assert computer.now() == 2
    one, other = stored(computer)
    assert one.samefile(other)
    assert computer.load("").exact.files


def test_a_release_keeps_its_tables_until_they_are_dropped_by_name(office: UnitOffice, tmp_path: Path,
                                                                   table: Path) -> None:
    assert [named.name for named in published(office, table).exact] == ["在校学生"]
    plan = plan_release(office.office, Contents(dropped=("在校学生",)), EVERYONE)
    assert plan.unnamed(()) == ("在校学生",), "it loosens, and must be agreed to"
    assert not plan.bundle.exact
    newer = tmp_path / "新.edm"
    newer.write_bytes(made(PEOPLE[1:]).content)
    replaced = plan_release(office.office, Contents(tables=(newer,)), EVERYONE)
    assert len(replaced.bundle.exact) == 1
    assert replaced.unnamed(()) == ("在校学生",)


def test_an_index_that_no_release_names_any_more_is_served_no_longer(office: UnitOffice, tmp_path: Path, table: Path,
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releasing, "KEPT", 2)
    published(office, table)
    old = {path.name for path in office.served.glob("targets/exact/*.edm")}
    for shorter in (1, 2):
        table.write_bytes(made(PEOPLE[shorter:]).content)
        published(office, table)
    served = sorted(path.name for path in office.served.glob("targets/exact/*.edm"))
    assert (len(old), len(served)) == (1, 2), "the release before the newest has its own still"
    assert not old.intersection(served)
    with zipfile.ZipFile(office.served / ARCHIVE) as archive:
        assert [Path(name).name for name in archive.namelist() if name.endswith(".edm")] == served
    computer = computer_of(office, tmp_path)
    computer.updates.update()
    assert computer.in_force.exact.files


def test_the_key_is_not_sent_to_workers_on_other_computers(office: UnitOffice, tmp_path: Path, table: Path) -> None:
    published(office, table)
    computer = computer_of(office, tmp_path)
    computer.updates.update()
    setup = Setup((), ("reader",), "", exact=computer.in_force.exact)
    assert KEY in pickle.dumps(setup)
    away = sent(setup)
    assert KEY not in pickle.dumps(away)
    assert received(away, computer.ground.machine, ("reader",)) == setup
    (computer.ground.machine.folder / KEY_FILE).unlink()
    assert received(away, computer.ground.machine, ()).exact == Exact()


def test_the_file_gate_is_not_sent_the_tables(office: UnitOffice, tmp_path: Path, table: Path) -> None:
    published(office, table)
    computer = computer_of(office, tmp_path)
    computer.updates.update()
    sent = packed(Store(computer.ground.paths.packs))
    assert sent is not None
    assert made().content not in sent[1]


@pytest.mark.parametrize(("key", "said"), [(OTHER_KEY, "不是用这把名单密钥做的"), (None, "没有名单密钥"),
                                           (b"short", "不是名单密钥")], ids=["wrong", "none", "no key"])
def test_without_the_right_key_the_rest_of_the_release_is_in_force_and_that_is_said(
        office: UnitOffice, tmp_path: Path, table: Path, key: bytes | None, said: str) -> None:
    published(office, table)
    computer = computer_of(office, tmp_path, key or KEY)
    if key is None:
        (computer.ground.machine.folder / KEY_FILE).unlink()
    assert isinstance(computer.updates.update(), Done)
    found = computer.load("")
    assert (computer.now(), found.exact.files) == (1, ())
    assert said in found.inexact
    assert f"{EXACT}·在校学生" not in {match.rule for match in found.rules().judge.judge(ROW).matches}


@pytest.mark.parametrize("attack", ["truncated", "changed", "replaced by another genuine one", "removed", "a folder"])
def test_a_stored_index_that_is_not_the_signed_one_is_not_used(office: UnitOffice, tmp_path: Path, table: Path,
                                                               attack: str) -> None:
    published(office, table)
    computer = computer_of(office, tmp_path)
    computer.updates.update()
    (path,) = stored(computer)
    content = bytearray(path.read_bytes())
    path.unlink()
    if attack == "truncated":
        path.write_bytes(content[:-1])
    elif attack == "changed":
        content[-1] ^= 1
        path.write_bytes(content)
    elif attack == "replaced by another genuine one":
        path.write_bytes(made(PEOPLE[1:]).content)
    elif attack == "a folder":
        path.mkdir()
    found = computer.load("")
    assert found.exact.files == ()
    assert "名单“在校学生”的比对没有起作用" in found.inexact
    assert computer.now() == 1


@pytest.mark.parametrize("again", [False, True], ids=["the guard still runs", "it was started again"])
@pytest.mark.parametrize("harm", ["changed", "removed"])
def test_an_update_fetches_a_damaged_index_again(office: UnitOffice, tmp_path: Path, table: Path, harm: str,
                                                 again: bool) -> None:
    published(office, table)
    computer = computer_of(office, tmp_path)
    computer.updates.update()
    (path,) = stored(computer)
    content = path.read_bytes()
    path.unlink()
    if harm == "changed":
        path.write_bytes(content[:-1] + bytes((content[-1] ^ 1,)))
    assert computer.load("").inexact
    if again:
        computer.started_again()
    else:
        computer.updates._restore()
    assert isinstance(computer.updates.update(), Done)
    assert path.read_bytes() == content
    assert not computer.in_force.inexact
    assert computer.in_force.exact.files


def test_a_key_that_comes_later_is_used_from_the_next_look_on(office: UnitOffice, tmp_path: Path, table: Path) -> None:
    published(office, table)
    computer = UpdatedGuard(office, tmp_path)
    computer.updates.update()
    computer.updates.update()
    assert computer.in_force.inexact
    assert len(computer.swapped) == 1, "what is as it was is not put in force again"
    (computer.ground.machine.folder / KEY_FILE).write_text(f"{KEY.hex()}\n")
    computer.updates.update()
    assert not computer.in_force.inexact
    assert computer.in_force.exact.files


@pytest.mark.parametrize("attack", ["forged", "truncated", "longer", "absent"])
def test_a_server_that_serves_another_index_leaves_the_last_good_release(office: UnitOffice, tmp_path: Path,
                                                                         table: Path, attack: str) -> None:
    published(office)
    computer = computer_of(office, tmp_path)
    computer.updates.update()
    published(office, table)
    (served,) = office.served.glob("targets/exact/*.edm")
    genuine = served.read_bytes()
    served.unlink()
    if attack != "absent":
        served.write_bytes({"forged": made(key=OTHER_KEY).content, "truncated": genuine[:-5],
                            "longer": genuine + b"\0"}[attack])
    assert isinstance(computer.updates.update(), Refused)
    assert computer.now() == 1
    served.write_bytes(genuine)
    assert isinstance(computer.updates.update(), Done)
    assert computer.load("").exact.files


def test_an_old_repository_does_not_bring_an_old_table_back(office: UnitOffice, tmp_path: Path, table: Path) -> None:
    published(office, table)
    old = shutil.copytree(office.served, tmp_path / "old")
    published(office, packs=("内置", "教育"))
    client = office.client(tmp_path / "packs")
    client.ask(str(office.served))
    with pytest.raises((RollbackError, RepositoryError)):
        client.ask(str(old))


@pytest.mark.parametrize(("size", "digest"), [(TABLE_LIMIT + 1, None), (5, None), (None, "0" * 64)],
                         ids=["oversized", "other size", "other hash"])
def test_a_signed_bundle_that_names_another_file_is_refused(office: UnitOffice, tmp_path: Path, size: int | None,
                                                            digest: str | None) -> None:
    """Whoever signs with another tool than ours can only name what is there."""
    (table,) = tables_in(Contents(tables=(_written(tmp_path),)))
    named = NamedIndex("在校学生", digest or table.named.sha256, size or table.named.size)
    release(office.office, Bundle(builtin=True, exact=(named,)), EVERYONE, tables={named.sha256: table.content})
    with pytest.raises((BundleError, RepositoryError, DownloadError)):
        office.client(tmp_path / "packs").ask(str(office.served))


@pytest.mark.parametrize("digest", ["../../../outside", "/etc/passwd", "..\\outside"])
def test_a_signed_name_cannot_lead_out_of_the_store(office: UnitOffice, tmp_path: Path, digest: str) -> None:
    named = NamedIndex("在校学生", digest, 5)
    release(office.office, Bundle(builtin=True, exact=(named,)), EVERYONE)
    with pytest.raises((BundleError, RepositoryError, DownloadError)):
        office.client(tmp_path / "packs").ask(str(office.served))
    assert not list(tmp_path.rglob("*outside*"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", made().content[:-1], bytes(INDEX_LIMIT + 1)],
                         ids=["empty", "a zip", "truncated", "oversized"])
def test_what_is_no_index_is_not_signed(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.edm"
    path.write_bytes(content)
    with pytest.raises(PublishError, match=r"x\.edm"):
        tables_in(Contents(tables=(path,)))


def test_too_many_tables_and_taken_names_are_not_signed(tmp_path: Path) -> None:
    paths = []
    for number in range(EXACT_LIMIT + 1):
        paths.append(tmp_path / f"{number}.edm")
        paths[-1].write_bytes(made(name=f"名单{number}").content)
    base = bundle_of(["内置"], None)
    with pytest.raises(PublishError, match="最多带 4 份"):
        bundle_on(base, Contents(), tables_in(Contents(tables=paths)))
    (tmp_path / "policy.edm").write_bytes(made(name="策略").content)
    with pytest.raises(PublishError, match="重名"):
        bundle_on(base, Contents(), tables_in(Contents(tables=(tmp_path / "policy.edm",))))
    (tmp_path / "same.edm").write_bytes(made(PEOPLE[1:], name="名单0").content)
    with pytest.raises(PublishError, match="两份同名"):
        bundle_on(base, Contents(), tables_in(Contents(tables=(paths[0], tmp_path / "same.edm"))))
    assert len(bundle_on(base, Contents(), tables_in(Contents(tables=(paths[0], paths[0])))).exact) == 1


def test_an_index_has_more_time_than_other_files_to_arrive() -> None:
    assert TABLE_LIMIT == INDEX_LIMIT
    assert TABLE_LIMIT / TABLE_SECONDS < 50_000, "bytes per second: a slow line is enough"


def _written(folder: Path) -> Path:
    path = folder / "x.edm"
    path.write_bytes(made().content)
    return path
