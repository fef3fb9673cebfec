"""The office that publishes: a folder with the keys, the repository that is served, and what computers are given.

    keys/        the online key, and the sealed keys until their holders take them away
    repository/  static files for a web server, a share or a stick; rules-update.zip holds the same in one file
    install/     root.json and supply.toml, for /etc/mishao of each computer
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Root, Snapshot, Targets, Timestamp

from guard.publish.errors import PublishError
from guard.publish.keys import Keys, Passphrase, public
from guard.publish.repository import FILES, METADATA, Repository
from guard.supply.bundle import Index
from guard.undecodable import UNDECODABLE

ARCHIVE = "rules-update.zip"
"""Everything that is served, in one file."""

ONLINE = "online"
"""The name of the key that signs snapshot and timestamp, as people give it."""

_SETTINGS = "publish.json"
_ONLINE_ROLES = (Snapshot.type, Timestamp.type)
_SUPPLY = """# 放到每台电脑的 /etc/mishao/（只有 root 能写），和 root.json 放在一起。
# 依次询问，直到有一个回答：https 地址、目录（U 盘、共享目录），或者一个 .zip 文件
servers = {servers}
channel = "正式"
# 这台电脑所属的组，用来先行试点，例如 ["试点"]
groups = []
"""


class Settings(msgspec.Struct, frozen=True):
    """What ``init`` was told."""

    fresh_days: int = 30


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many keys a role has, and how many of them must sign."""

    keys: int = 1
    threshold: int = 1


@dataclass(frozen=True, slots=True)
class Office:
    """One publishing folder and the keys at hand."""

    folder: Path
    keys: Keys

    @classmethod
    def at(cls, folder: Path, sticks: Sequence[Path], ask: Passphrase) -> Office:
        """Return the office in this folder; ``sticks`` are further folders with keys, new keys go to the first."""
        return cls(folder, Keys((*sticks, folder / "keys"), ask))

    @property
    def repository(self) -> Repository:
        """The files that are served. Raises PublishError."""
        return Repository(self.folder / "repository", self._settings().fresh_days)

    def open(self, root: Quorum, targets: Quorum, fresh_days: int, servers: Sequence[str]) -> None:
        """Make all keys and an empty repository. Raises PublishError."""
        if (self.folder / _SETTINGS).exists():
            raise PublishError(f"{self.folder} 已经是发布目录，没有改动。要换密钥请用 mishao publish add-key。")
        for quorum in (root, targets):
            if not 1 <= quorum.threshold <= quorum.keys:
                raise PublishError("签名数至少是 1，最多和密钥数一样。")
        document = Root(consistent_snapshot=True)
        root_signers = self._add(document, (Root.type,), root)
        targets_signers = self._add(document, (Targets.type,), targets)
        self._add(document, _ONLINE_ROLES, Quorum())
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / _SETTINGS).write_bytes(msgspec.json.encode(Settings(fresh_days)))
        repository = self.repository
        repository.write_root(document, root_signers)
        repository.write_first(targets_signers[:targets.threshold], self.keys)
        install = self.folder / "install"
        install.mkdir(exist_ok=True)
        (install / "root.json").write_bytes((repository.folder / METADATA / "1.root.json").read_bytes())
        written = msgspec.json.encode(list(servers)).decode()
        (install / "supply.toml").write_text(_SUPPLY.format(servers=written), "utf-8")
        self.pack_archive()

    def publish(self, index: Index, files: dict[str, bytes]) -> None:
        """Sign and write an index with new files. Raises PublishError."""
        self.repository.write_targets(files, index, self.keys)
        self.pack_archive()

    def resign(self, *, targets: bool = False) -> None:
        """Renew what runs out: snapshot and timestamp with the online key, the list of files on demand."""
        repository = self.repository
        if targets:
            repository.write_targets({}, repository.index(), self.keys)
        else:
            repository.write_fresh(self.keys)
        self.pack_archive()

    def add_key(self, role: str, drop: str = "", threshold: int = 0) -> str:
        """Give a role a new key, take away the one whose id begins with ``drop``; return the new key's id.

        ``threshold`` 0 leaves it as it is. A root is signed by the keys before and the keys after. Raises PublishError.
        """
        repository = self.repository
        document = repository.root().signed
        before = self.keys.signers(document.roles[Root.type].keyids, document.roles[Root.type].threshold)
        roles = _ONLINE_ROLES if role == ONLINE else (role,)
        gone = _one_of(document.roles[roles[0]].keyids, drop) if drop else ""
        made = self.keys.make(role, sealed=role != ONLINE)
        for name in roles:
            document.add_key(made.public_key, name)
            if gone:
                document.revoke_key(gone, name)
            document.roles[name].threshold = threshold or document.roles[name].threshold
        if document.roles[roles[0]].threshold > len(document.roles[roles[0]].keyids):
            raise PublishError("签名数比密钥数还多，没有改动。")
        document.version += 1
        after = document.roles[Root.type]
        signers = {signer.public_key.keyid: signer for signer in (*before, made)}
        missing = after.threshold - len(set(signers) & set(after.keyids))
        if missing > 0:
            rest = self.keys.signers(set(after.keyids) - set(signers), missing)
            signers.update((signer.public_key.keyid, signer) for signer in rest)
        before_ids = {signer.public_key.keyid for signer in before}
        repository.write_root(document, [signer for keyid, signer in signers.items()
                                         if keyid in before_ids or keyid in after.keyids])
        self.resign(targets=role == Targets.type)
        return made.public_key.keyid

    def pack_archive(self) -> None:
        """Put everything that is served into one file, for computers that are never online."""
        place = self.folder / "repository"
        beside = place / f".{ARCHIVE}.part"
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in (METADATA, FILES):
                for path in sorted((place / part).rglob("*")):
                    if path.is_file() and not path.name.startswith("."):
                        archive.write(path, path.relative_to(place).as_posix())
        beside.replace(place / ARCHIVE)

    def _add(self, document: Root, roles: Sequence[str], quorum: Quorum) -> list[CryptoSigner]:
        online = roles[0] in _ONLINE_ROLES
        made = [self.keys.make(ONLINE if online else roles[0], sealed=not online) for _ in range(quorum.keys)]
        for role in roles:
            for key in public(made):
                document.add_key(key, role)
            document.roles[role].threshold = quorum.threshold
        return made

    def _settings(self) -> Settings:
        try:
            return msgspec.json.decode((self.folder / _SETTINGS).read_bytes(), type=Settings)
        except (OSError, *UNDECODABLE) as error:
            raise PublishError(f"{self.folder} 不是发布目录。请先运行 mishao publish init。") from error


def _one_of(keyids: Sequence[str], beginning: str) -> str:
    found = [keyid for keyid in keyids if keyid.startswith(beginning)]
    if len(found) != 1:
        known = "、".join(keyid[:8] for keyid in keyids)
        raise PublishError(f"没有唯一一把以 {beginning} 开头的密钥，没有改动。现有：{known}。")
    return found[0]
