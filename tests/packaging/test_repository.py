"""Tests the apt repository with a real apt over loopback: up, back, and nothing that somebody else has changed."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.program import ROOT

pytestmark = pytest.mark.skipif(not shutil.which("apt-ftparchive") or os.geteuid() != 0,
                                reason="needs apt-utils, and root for dpkg below another folder")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class Computer:
    """A folder into which a real apt and dpkg install what the repository at ``address`` has."""

    def __init__(self, folder: Path, address: str, key: Path) -> None:
        self.root = folder
        for name in ("var/lib/dpkg/updates", "var/lib/dpkg/info", "lists/partial", "cache/archives/partial", "etc"):
            (folder / name).mkdir(parents=True)
        (folder / "var/lib/dpkg/status").touch()
        (folder / "sources.list").write_text(f"deb [signed-by={key}] {address} stable main\n", "utf-8")
        settings = (
            f"Dir::Etc={folder}/etc", f"Dir::Etc::SourceList={folder}/sources.list",
            f"Dir::Etc::SourceParts={folder}/etc", f"Dir::State={folder}", f"Dir::State::Lists={folder}/lists",
            f"Dir::State::Status={folder}/var/lib/dpkg/status", f"Dir::Cache={folder}/cache", f"Dir::Log={folder}",
            f"DPkg::Options::=--root={folder}", "APT::Architecture=amd64", "APT::Architectures::=amd64",
            "APT::Sandbox::User=root", "APT::Update::Error-Mode=any", "Acquire::http::Proxy=DIRECT")
        self._settings = [word for setting in settings for word in ("-o", setting)]

    def apt(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["apt-get", "-y", "-qq", *self._settings, *words], capture_output=True, text=True,
                              timeout=60, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"})

    def says(self) -> str:
        """What the installed program says."""
        return (self.root / "usr/lib/mishao/words").read_text("utf-8")


def packed(folder: Path, version: str) -> None:
    """A package of the program's name that holds only its version."""
    tree = folder / f"tree-{version}"
    (tree / "usr/lib/mishao").mkdir(parents=True)
    (tree / "usr/lib/mishao/words").write_text(version, "utf-8")
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN/control").write_text(f"Package: mishao\nVersion: {version}\nArchitecture: amd64\n"
                                         "Maintainer: it <it@example.cn>\nDescription: for this test\n", "utf-8")
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(tree),
                    str(folder / f"mishao_{version}_amd64.deb")], check=True, capture_output=True, timeout=60)


class Office:
    """The packages and the repository of a unit, with a key of its own."""

    def __init__(self, folder: Path) -> None:
        self.packages, self.repository = folder / "packages", folder / "repository"
        self.packages.mkdir()
        self._environment = {**os.environ, "GNUPGHOME": str(folder / "keys"), "KEY": "it@example.cn"}
        (folder / "keys").mkdir(mode=0o700)
        subprocess.run(["gpg", "--batch", "--quiet", "--passphrase", "", "--quick-generate-key", "it@example.cn",
                        "ed25519", "sign", "never"], check=True, capture_output=True, timeout=60,
                       env=self._environment)

    def publish(self, before: str = "") -> subprocess.CompletedProcess[str]:
        """Run the script, in a shell that did ``before``."""
        return subprocess.run(["sh", "-c", f'{before}exec "$@"', "sh", str(ROOT / "scripts" / "repository.sh"),
                               str(self.packages), str(self.repository)],
                              capture_output=True, text=True, timeout=60, env=self._environment)

    def close(self) -> None:
        subprocess.run(["gpgconf", "--kill", "all"], timeout=60, env=self._environment, check=False)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    packed(office.packages, "1.0")
    assert office.publish().returncode == 0
    yield office
    office.close()


@pytest.fixture
def computer(office: Office, tmp_path: Path) -> Iterator[Computer]:
    handler = functools.partial(Quiet, directory=str(office.repository))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        yield Computer(tmp_path / "computer", address, office.repository / "mishao.gpg")
        server.shutdown()


def test_a_computer_installs_upgrades_and_goes_back_with_apt(office: Office, computer: Computer) -> None:
    assert computer.apt("update").stderr == ""
    computer.apt("install", "mishao")
    assert computer.says() == "1.0"
    packed(office.packages, "1.1")
    assert office.publish().returncode == 0
    computer.apt("update")
    computer.apt("upgrade")
    assert computer.says() == "1.1"
    done = computer.apt("install", "--allow-downgrades", "mishao=1.0")
    assert (done.returncode, computer.says()) == (0, "1.0")


def test_a_list_that_somebody_else_has_changed_is_refused(office: Office, computer: Computer) -> None:
    lists = office.repository / "dists/stable/main/binary-amd64"
    (lists / "Packages.gz").unlink()
    (lists / "Packages").write_text((lists / "Packages").read_text("utf-8").replace("1.0", "9.0"), "utf-8")
    done = computer.apt("update")
    assert done.returncode != 0
    assert "E: " in done.stderr
    assert computer.apt("install", "mishao").returncode != 0


def test_a_repository_with_another_key_is_refused(office: Office, computer: Computer, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Office(tmp_path / "other")
    packed(other.packages, "1.0")
    other.publish()
    shutil.rmtree(office.repository / "dists")
    shutil.copytree(other.repository / "dists", office.repository / "dists")
    other.close()
    done = computer.apt("update")
    assert done.returncode != 0
    assert "NO_PUBKEY" in done.stderr or "not signed" in done.stderr


def test_a_version_that_is_published_does_not_change(office: Office) -> None:
    before = (office.repository / "pool/mishao_1.0_amd64.deb").read_bytes()
    (office.packages / "mishao_1.0_amd64.deb").write_bytes(b"another")
    done = office.publish()
    assert done.returncode == 1
    assert "give the new one another version" in done.stderr
    assert (office.repository / "pool/mishao_1.0_amd64.deb").read_bytes() == before


def test_a_package_that_could_not_be_taken_whole_is_taken_at_the_next_run(office: Office) -> None:
    packed(office.packages, "1.1")
    shutil.copy("/bin/bash", office.packages / "mishao_1.2_amd64.deb")  # larger than what may be written
    assert office.publish("ulimit -f 500; ").returncode != 0
    packed(office.packages, "1.2")
    done = office.publish()
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (office.repository / "pool").iterdir()) == [
        f"mishao_{version}_amd64.deb" for version in ("1.0", "1.1", "1.2")]
