"""Tests what an attacker who owns the server, the stick or a key may try: the last good rules stay."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.api.metadata import Metadata, MetaFile
from tuf.ngclient._internal import trusted_metadata_set

from guard.publish.errors import PublishError
from guard.publish.office import Quorum
from guard.publish.repository import Repository
from guard.supply.refusal_words import ERRORS, refusal_words
from guard.supply.release_store import Store
from guard.supply.stored_release import IssuedError
from guard.supply.verifying_new_release import Client, RollbackError
from guard.supply.verifying_stored_release import verified
from tests.support.publishing import UnitOffice


@pytest.fixture
def client(office: UnitOffice, tmp_path: Path) -> Client:
    """A computer that has taken release 1."""
    office.release("青松甲号")
    made = office.client(tmp_path / "packs")
    assert number(made, office) == 1
    return made


def number(client: Client, office: UnitOffice) -> int:
    release = client.ask(str(office.served)).release
    assert release is not None
    return release.number


def copied(office: UnitOffice, to: Path) -> Path:
    """Return a copy of what is served now."""
    shutil.copytree(office.served, to)
    return to


def newest(office: UnitOffice, pattern: str) -> Path:
    return max(office.served.glob(pattern), key=lambda path: path.stat().st_mtime_ns)


def resigned_by(path: Path, signer: CryptoSigner, change: Callable[[Metadata], object]) -> None:  # type: ignore[type-arg]
    metadata = Metadata.from_bytes(path.read_bytes())
    change(metadata)
    metadata.signatures.clear()
    metadata.sign(signer)
    path.write_bytes(metadata.to_bytes())


def named_with_the_online_key(office: UnitOffice, targets: Path) -> None:
    """Let a snapshot and the timestamp name this list of files."""
    online, last = signer(office, "timestamp"), newest(office, "metadata/*.snapshot.json")
    version = int(last.name.split(".")[0]) + 1
    snapshot = last.with_name(f"{version}.snapshot.json")
    shutil.copy(last, snapshot)
    listed = MetaFile(int(targets.name.split(".")[0]))
    resigned_by(snapshot, online, lambda metadata: (setattr(metadata.signed, "version", version),
                                                    metadata.signed.meta.update({"targets.json": listed})))
    resigned_by(office.served / "metadata" / "timestamp.json", online, lambda metadata: (
        setattr(metadata.signed, "version", metadata.signed.version + 1),
        setattr(metadata.signed, "snapshot_meta", MetaFile(version))))


def signer(office: UnitOffice, role: str) -> CryptoSigner:
    root = office.office.repository.root().signed
    return office.office.keys.signers(root.roles[role].keyids, 1)[0]


def test_an_old_repository_is_refused_also_when_the_cache_was_deleted(
        client: Client, office: UnitOffice, tmp_path: Path) -> None:
    old = copied(office, tmp_path / "old")
    office.release("白杨乙号")
    assert number(client, office) == 2
    with pytest.raises(BadVersionNumberError):
        client.ask(str(old))
    shutil.rmtree(tmp_path / "packs" / "cache")
    with pytest.raises(RollbackError):
        office.client(tmp_path / "packs").ask(str(old))
    assert number(office.client(tmp_path / "packs"), office) == 2


def test_a_deleted_cache_is_fetched_again(client: Client, office: UnitOffice, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "packs" / "cache")
    assert number(client, office) == 1


@pytest.mark.parametrize("damaged", ["timestamp.json", "snapshot.json", "targets.json", "root.json",
                                     "root_history/1.root.json", "timestamp.etag"])
def test_a_damaged_cache_heals(client: Client, office: UnitOffice, tmp_path: Path, damaged: str) -> None:
    (tmp_path / "packs" / "cache" / damaged).write_bytes(b"{")
    assert number(client, office) == 1


def test_signatures_that_nobody_renews_are_refused_after_their_time(client: Client, office: UnitOffice) -> None:
    Repository(office.served, fresh_days=-1).write_fresh(office.office.keys)
    with pytest.raises(ExpiredMetadataError):
        client.ask(str(office.served))
    office.office.resign()
    assert number(client, office) == 1


def test_a_jump_to_an_endless_version_is_healed_by_a_new_key(client: Client, office: UnitOffice) -> None:
    path = office.served / "metadata" / "timestamp.json"
    good = path.read_bytes()
    resigned_by(path, signer(office, "timestamp"), lambda metadata: setattr(metadata.signed, "version", 10**15))
    client.ask(str(office.served))
    path.write_bytes(good)
    with pytest.raises(BadVersionNumberError):
        client.ask(str(office.served))
    stolen = signer(office, "timestamp").public_key.keyid
    office.office.add_key("online", stolen[:8])
    assert number(client, office) == 1


def test_new_and_old_files_do_not_mix(client: Client, office: UnitOffice, tmp_path: Path) -> None:
    old = copied(office, tmp_path / "old")
    office.release("白杨乙号")
    shutil.copy(office.served / "metadata" / "timestamp.json", old / "metadata" / "timestamp.json")
    with pytest.raises(DownloadError):
        client.ask(str(old))
    old_snapshot = next((old / "metadata").glob("*.snapshot.json"))
    shutil.copy(old_snapshot, old / "metadata" / newest(office, "metadata/*.snapshot.json").name)
    with pytest.raises(RepositoryError):
        client.ask(str(old))
    assert number(client, office) == 2


def test_another_key_signs_in_vain(client: Client, office: UnitOffice, tmp_path: Path) -> None:
    stranger = UnitOffice.opened(tmp_path / "stranger")
    stranger.release("冒名丙号")
    with pytest.raises(RepositoryError):
        client.ask(str(stranger.served))
    resigned_by(newest(office, "metadata/timestamp.json"), signer(stranger, "timestamp"),
                lambda metadata: setattr(metadata.signed, "version", metadata.signed.version + 1))
    with pytest.raises(UnsignedMetadataError):
        client.ask(str(office.served))


@pytest.mark.parametrize("role", ["root", "targets", "online"])
def test_a_computer_follows_new_keys_from_the_first_root(client: Client, office: UnitOffice, tmp_path: Path,
                                                         role: str) -> None:
    document = office.office.repository.root().signed
    old = document.roles["timestamp" if role == "online" else role].keyids[0]
    office.office.add_key(role, old[:8])
    office.release("白杨乙号")
    assert number(client, office) == 2
    assert number(office.client(tmp_path / "fresh"), office) == 2


def test_a_revoked_key_signs_in_vain(client: Client, office: UnitOffice) -> None:
    stolen = signer(office, "targets")
    office.office.add_key("targets", stolen.public_key.keyid[:8])
    assert number(client, office) == 1
    path = newest(office, "metadata/*.targets.json")
    forged = path.with_name(f"{int(path.name.split('.')[0]) + 1}.targets.json")
    shutil.copy(path, forged)
    resigned_by(forged, stolen, lambda metadata: setattr(metadata.signed, "version", metadata.signed.version + 1))
    named_with_the_online_key(office, forged)
    with pytest.raises(UnsignedMetadataError):
        client.ask(str(office.served))


def test_one_signature_of_two_is_not_enough(tmp_path: Path) -> None:
    office = UnitOffice.opened(tmp_path / "office", targets=Quorum(3, 2))
    office.release("青松甲号")
    client = office.client(tmp_path / "packs")
    assert number(client, office) == 1
    path = newest(office, "metadata/*.targets.json")
    forged = path.with_name(f"{int(path.name.split('.')[0]) + 1}.targets.json")
    shutil.copy(path, forged)
    resigned_by(forged, signer(office, "targets"),
                lambda metadata: setattr(metadata.signed, "version", metadata.signed.version + 1))
    named_with_the_online_key(office, forged)
    with pytest.raises(UnsignedMetadataError):
        client.ask(str(office.served))
    for key in sorted((office.folder / "keys").glob("targets-*"))[1:]:
        key.unlink()
    with pytest.raises(PublishError, match="需要 2 把密钥，只找到 1 把"):
        office.release("白杨乙号")


def test_a_bundle_that_was_exchanged_or_cut_is_refused(client: Client, office: UnitOffice) -> None:
    office.release("白杨乙号")
    path = newest(office, "targets/bundles/*")
    whole = path.read_bytes()
    for wrong in (whole.replace("拦截".encode(), "提醒".encode()), whole[:-20], whole + b" " * 100, b""):
        path.write_bytes(wrong)
        with pytest.raises((LengthOrHashMismatchError, DownloadError)):
            client.ask(str(office.served))
    path.write_bytes(whole)
    assert number(client, office) == 2


def test_a_genuine_bundle_in_the_place_of_another_is_refused(client: Client, office: UnitOffice) -> None:
    first = newest(office, "targets/bundles/*").read_bytes()
    office.release("白杨乙号")
    path = newest(office, "targets/bundles/*")
    whole = path.read_bytes()
    assert len(whole) == len(first), "nothing but the words tells them apart"
    path.write_bytes(first)
    with pytest.raises((LengthOrHashMismatchError, DownloadError)):
        client.ask(str(office.served))
    path.write_bytes(whole)
    assert number(client, office) == 2


def test_a_signed_file_of_another_form_is_refused_in_words(client: Client, office: UnitOffice, tmp_path: Path) -> None:
    repository = office.office.repository
    index = repository.index()
    name = index.releases[0].target
    repository.write_targets({name: b'{"packs": 7}'}, index, office.office.keys)
    offered = client.ask(str(office.served))
    with pytest.raises(IssuedError, match="格式不认识"):
        verified(Store(tmp_path / "packs").slot(offered.slot), office.trust())


@pytest.mark.parametrize("years", [-10, 10])
def test_a_wrong_clock_costs_no_rules(client: Client, office: UnitOffice, monkeypatch: pytest.MonkeyPatch,
                                      years: int) -> None:
    """Ten years ahead everything has expired and nothing is taken; ten years behind nothing ever expires."""
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Clock:  # type: ignore[override]
            return cls.fromtimestamp((datetime.now(UTC) + timedelta(days=365 * years)).timestamp(), UTC)

    monkeypatch.setattr(trusted_metadata_set.datetime, "datetime", Clock)
    office.release("白杨乙号")
    if years > 0:
        with pytest.raises(ExpiredMetadataError):
            client.ask(str(office.served))
    else:
        assert number(client, office) == 2


def test_what_are_no_signed_rules_and_what_is_not_there_is_said_in_words(client: Client, office: UnitOffice) -> None:
    seen = set()
    for damage in ("{}", "<html>请先登录</html>", json.dumps({"signed": {}, "signatures": []})):
        (office.served / "metadata" / "timestamp.json").write_text(damage, "utf-8")
        with pytest.raises(ERRORS) as raised:
            client.ask(str(office.served))
        seen.add(refusal_words(raised.value))  # type: ignore[arg-type]
    assert seen == {"取来的不是签过名的规则（例如上网登录页），没有采用。"}
    with pytest.raises(FileNotFoundError) as gone:
        client.ask(str(office.served / "absent"))
    assert "absent" in refusal_words(gone.value)
