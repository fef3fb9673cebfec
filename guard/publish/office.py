"""The office that publishes: a folder with the keys, the repository that is served, and what computers are given.

keys/ has the online key, which ``resign`` needs, and the sealed keys until their holders take them away; repository/
static files for a web server, a share or a USB stick, and rules-update.zip with what counts of them; install/ root.json
and supply.toml, for /etc/mishao of each computer.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import msgspec
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Root, Snapshot, Targets, Timestamp

from guard.platform import atomic_file
from guard.publish.errors import ChangedMeanwhileError, PublishError
from guard.publish.keys import Keys, NewKey, Passphrase, placed
from guard.publish.repository import METADATA, Repository
from guard.publish.signing_clock import refuse_behind
from guard.publish.turn import alone
from guard.sentences.catalogue import sentence
from guard.supply.bundle import Index
from guard.util.undecodable import UNDECODABLE

ARCHIVE = "rules-update.zip"
"""Everything that a computer may ask for, in one file."""

ONLINE = "online"
"""The name, for people, of the key that signs snapshot and timestamp."""

_SETTINGS = "publish.json"
_LONGEST_FRESH_DAYS = 800
"""As ``mishao publish init`` takes at most."""

_ONLINE_ROLES = (Snapshot.type, Timestamp.type)
_SUPPLY = """# 放到每台电脑的 /etc/mishao/（只有 root 能写），和 root.json 放在一起。
# 依次询问，直到有一个回答：https 地址、目录（U 盘、共享目录），或者一个 .zip 文件
servers = {servers}
channel = "正式"
# 这台电脑所属的组，用来先行试点，例如 ["试点"]
groups = []
"""


class Settings(msgspec.Struct, frozen=True):
    """The arguments of ``init``."""

    fresh_days: Annotated[int, msgspec.Meta(ge=1, le=_LONGEST_FRESH_DAYS)] = 30


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many keys a role has, and how many of them must sign."""

    keys: int = 1
    threshold: int = 1


@dataclass(frozen=True, slots=True)
class Rotation:
    """A new key and its file; the id of the key that was dropped ("" is none), and its available files."""

    keyid: str
    file: Path
    dropped: str = ""
    dropped_files: Sequence[Path] = ()


@dataclass(frozen=True, slots=True)
class Office:
    """One publishing folder and the available keys."""

    folder: Path
    keys: Keys

    @classmethod
    def at(cls, folder: Path, sticks: Sequence[Path], ask: Passphrase,
           ask_new: Passphrase | None = None) -> Office:
        """Return the office in this folder; ``sticks`` are further folders with keys."""
        return cls(folder, Keys((*sticks, folder / "keys"), ask, ask_new=ask_new))

    @property
    def key_folder(self) -> Path:
        """The folder of the online key, and of each new key that has no other place."""
        return self.folder / "keys"

    @property
    def repository(self) -> Repository:
        """The files that are served. Raises PublishError."""
        return Repository(self.folder / "repository", self._settings().fresh_days)

    def open(self, root: Quorum, targets: Quorum, fresh_days: int, servers: Sequence[str]) -> None:
        """Make all keys, sealed ones in the first folder with keys, and an empty repository. Raises PublishError."""
        if (self.folder / _SETTINGS).exists():
            raise PublishError(sentence("publish.folder-already", folder=self.folder))
        if self._in_use():
            raise self._without_settings()
        for quorum in (root, targets):
            if not 1 <= quorum.threshold <= quorum.keys:
                raise PublishError(sentence("publish.signature-range"))
        document = Root(consistent_snapshot=True)
        root_keys = self._add(document, (Root.type,), root)
        targets_keys = self._add(document, (Targets.type,), targets)
        online_keys = self._add(document, _ONLINE_ROLES, Quorum())
        places = [(key, self.keys.folders[0]) for key in (*root_keys, *targets_keys)]
        with placed([*places, *((key, self.key_folder) for key in online_keys)]):
            repository = Repository(self.folder / "repository", fresh_days)
            repository.write_root(document, [key.signer for key in root_keys])
            repository.write_first([key.signer for key in targets_keys][:targets.threshold], self.keys)
            self._write_install(repository, servers)
            self.pack_archive()
            atomic_file.replace(self.folder / _SETTINGS, msgspec.json.encode(Settings(fresh_days)))

    def publish(self, was: Index, index: Index, files: Mapping[str, bytes]) -> None:
        """Sign and write an index that was made from another one, ``was``, with new files. Raises PublishError, and
        ChangedMeanwhileError where ``was`` is not what counts any more.
        """
        with self._signing(was) as keys:
            self.repository.write_targets(files, index, keys)
            self.pack_archive()

    def resign(self, *, targets: bool = False, clock_is_right: bool = False) -> None:
        """Renew expiring signatures: snapshot and timestamp with the online key, the list of files on demand.
        ``clock_is_right``: the last signature, which is later than now, was made while the clock was ahead. Raises
        PublishError.
        """
        if not clock_is_right:
            self.refuse_clock()
        if clock_is_right or not targets:
            self._settings()  # a folder that is none is said so before it is locked
            with alone(self.folder / _SETTINGS):
                self._renew(self.keys)
        if targets:
            with self._signing() as keys:
                self._renew(keys, targets=True)

    def _renew(self, keys: Keys, *, targets: bool = False) -> None:
        repository = self.repository
        if targets:
            repository.write_targets({}, repository.index(), keys)
        else:
            repository.write_fresh(keys)
        self.pack_archive()

    @contextmanager
    def _signing(self, was: Index | None = None) -> Iterator[Keys]:
        """Yield the opened keys of rules and of the timer while no other command signs. Raises PublishError as
        ``_turn`` does, before and after somebody is asked for passphrases.
        """
        root = self.repository.root().signed
        self._refuse_changed(root.version, was)
        self.refuse_clock()
        keys = self._opened(root, (Timestamp.type, Targets.type), self.keys.opened)
        with self._turn(root.version, was):
            yield keys

    @contextmanager
    def _turn(self, root: int, was: Index | None = None) -> Iterator[None]:
        """Let no other command sign while the block runs. Raises PublishError, and ChangedMeanwhileError unless this
        is still the version of the root and ``was`` the index; None is any index.
        """
        with alone(self.folder / _SETTINGS):
            self._refuse_changed(root, was)
            yield

    def _refuse_changed(self, root: int, was: Index | None) -> None:
        repository = self.repository
        if repository.root().signed.version != root or (was is not None and repository.index() != was):
            raise ChangedMeanwhileError(sentence("publish.changed-meanwhile"))

    def refuse_clock(self) -> None:
        """Raise PublishError if this computer's clock is behind the last signature."""
        refuse_behind(self.repository.last_signed())

    def add_key(self, role: str, drop: str = "", threshold: int = 0, to: Path | None = None) -> Rotation:
        """Give a role a new key, and remove the one whose id begins with ``drop``.

        ``threshold`` 0 does not change it. ``to`` is the folder of the new key. A root is signed by the keys before and
        the keys after. Nothing is written unless every signature is available. Raises PublishError.
        """
        self.refuse_clock()
        if role == ONLINE and to is not None:
            raise PublishError(sentence("publish.online-key-stays"))
        repository = self.repository
        document = repository.root().signed
        version = document.version
        roles = _ONLINE_ROLES if role == ONLINE else (role,)
        was = document.roles[roles[0]]
        gone = _one_of(was.keyids, drop) if drop else ""
        if (threshold or was.threshold) > len(was.keyids) + (0 if gone else 1):
            raise PublishError(sentence("publish.more-signatures-than-keys"))
        before = self.keys.signers(document.roles[Root.type].keyids, document.roles[Root.type].threshold)
        made = self.keys.new(role, sealed=role != ONLINE)
        for name in roles:
            _rotate(document, name, made, gone, threshold)
        document.version = version + 1
        opened = self._opened(document, (Timestamp.type, Root.type, *roles), [made.signer, *before])
        after = opened.signers(document.roles[Root.type].keyids, document.roles[Root.type].threshold)
        with self._turn(version):
            with placed([(made, to or self.key_folder)]) as files:
                repository.write_root(document, {key.public_key.keyid: key for key in (*before, *after)}.values())
            self._renew(opened, targets=role == Targets.type)
        return Rotation(made.signer.public_key.keyid, files[0], gone, self.keys.files(gone) if gone else ())

    def _opened(self, document: Root, roles: Sequence[str], opened: Sequence[CryptoSigner]) -> Keys:
        """Return the keys with all those opened that must sign for these roles of a root: first what needs no
        passphrase, so that nobody types one in vain. Raises PublishError.
        """
        keys = replace(self.keys, opened=opened)
        for name in roles:
            role = document.roles[name]
            keys = replace(keys, opened=[*keys.opened, *keys.signers(role.keyids, role.threshold)])
        return keys

    def _write_install(self, repository: Repository, servers: Sequence[str]) -> None:
        """Write the files that each computer is given."""
        install = self.folder / "install"
        install.mkdir(exist_ok=True)
        root = (repository.folder / METADATA / "1.root.json").read_bytes()
        atomic_file.replace(install / "root.json", root, mode=atomic_file.PUBLIC)
        written = msgspec.json.encode(list(servers)).decode()
        supply = _SUPPLY.format(servers=written).encode()
        atomic_file.replace(install / "supply.toml", supply, mode=atomic_file.PUBLIC)

    def pack_archive(self) -> None:
        """Put everything that counts into one file, for computers that are never online."""
        repository = Repository(self.folder / "repository")
        with atomic_file.replacing(repository.folder / ARCHIVE, mode=atomic_file.PUBLIC) as stream, \
                zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in filter(Path.is_file, repository.served()):
                archive.write(path, path.relative_to(repository.folder).as_posix())

    def _add(self, document: Root, roles: Sequence[str], quorum: Quorum) -> list[NewKey]:
        online = roles[0] in _ONLINE_ROLES
        made = [self.keys.new(ONLINE if online else roles[0], sealed=not online) for _ in range(quorum.keys)]
        for role in roles:
            for key in made:
                document.add_key(key.signer.public_key, role)
            document.roles[role].threshold = quorum.threshold
        return made

    def _settings(self) -> Settings:
        try:
            return msgspec.json.decode((self.folder / _SETTINGS).read_bytes(), type=Settings)
        except (OSError, *UNDECODABLE) as error:
            if self._in_use():
                raise self._without_settings() from error
            raise PublishError(sentence("publish.no-folder", folder=self.folder)) from error

    def _in_use(self) -> bool:
        """Return whether there are keys or releases, with or without the file of settings: what an ``init`` leaves that
        failed has neither.
        """
        if any(self.key_folder.glob("*.key")):
            return True
        try:
            return bool(Repository(self.folder / "repository").index().releases)
        except PublishError:
            return False

    def _without_settings(self) -> PublishError:
        example = msgspec.json.encode(Settings()).decode()
        return PublishError(sentence("publish.settings-lost", path=self.folder / _SETTINGS, example=example))


def _rotate(document: Root, role: str, made: NewKey, gone: str, threshold: int) -> None:
    document.add_key(made.signer.public_key, role)
    if gone:
        document.revoke_key(gone, role)
    document.roles[role].threshold = threshold or document.roles[role].threshold


def _one_of(keyids: Sequence[str], beginning: str) -> str:
    found = [keyid for keyid in keyids if keyid.startswith(beginning)]
    if len(found) != 1:
        known = "、".join(keyid[:8] for keyid in keyids)
        raise PublishError(sentence("publish.no-such-key", beginning=beginning, known=known))
    return found[0]
