"""Tests how setup.exe of Windows is understood: its command line as people and their tools write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.program import Run, lines
from ui.console.provision_chosen import Chosen
from ui.console.provision_setup import BESIDE, Told, told_by_setup
from ui.console.shared_options import UsageError

SERVER = "https://rules.example.invalid/mishao"


@pytest.mark.parametrize(("line", "options"), [
    (f"/S /SERVER={SERVER} /UNIT=科室/二", Chosen(servers=(SERVER,), unit="科室/二")),
    (r'/S /SERVER="\\srv\rules\" /UNIT="一 科" /RETENTION=45', Chosen(servers=("\\\\srv\\rules\\",), unit="一 科")),
    (f'/S "/UNIT=一 科" "/PROXY=http://proxy.invalid:3128" /server={SERVER} /SERVER=rules.zip',
     Chosen(servers=(SERVER, "rules.zip"), unit="一 科", proxy="http://proxy.invalid:3128")),
    ("/UNIT=O'Brien /DEVICE=PC-1 /GROUP=a /GROUP=b /S", Chosen(unit="O'Brien", device="PC-1", groups=("a", "b"))),
    ("/S", Chosen()),
])
def test_a_switch_is_what_was_written(tmp_path: Path, line: str, options: Chosen) -> None:
    assert told_by_setup(line, tmp_path) == Told(options, None, replace=False)


def test_files_are_looked_up_beside_setup_unless_their_path_is_whole(tmp_path: Path) -> None:
    told = told_by_setup(f'/FROM="my file.toml" /ROOTKEYS={tmp_path}/root.json /CA=ca.pem /REPLACE', Path("deploy"))
    assert told == Told(Chosen(root_keys=tmp_path / "root.json", certificates=Path("deploy/ca.pem")),
                        Path("deploy/my file.toml"), replace=True)


def test_the_file_beside_setup_is_read_unless_another_is_named(tmp_path: Path) -> None:
    (tmp_path / BESIDE).touch()
    assert told_by_setup("/S", tmp_path).file == tmp_path / BESIDE
    assert told_by_setup("/S /FROM=other.toml", tmp_path).file == tmp_path / "other.toml"


@pytest.mark.parametrize(("line", "named"), [
    ("/UNTI=x", "/UNTI=x"), ('/UNIT="x', "引号"), ("/REPLACEMENT", "/REPLACEMENT")])
def test_a_switch_that_nobody_knows_is_told(tmp_path: Path, line: str, named: str) -> None:
    with pytest.raises(UsageError, match=named):
        told_by_setup(line, tmp_path)


def test_what_setup_was_told_is_laid(mishao: Run, tmp_path: Path) -> None:
    (tmp_path / BESIDE).write_text('unit = "信息中心"\ndevice = "PC-0"\nretention = 60\n', "utf-8")
    done = mishao("provision", "--of-setup", "--root", str(tmp_path / "computer"), "--json",
                  MISHAO_SETUP='/S "/DEVICE=PC 007"', MISHAO_SETUP_FOLDER=str(tmp_path))
    assert (done.returncode, {one["file"] for one in lines(done)}) == (0, {"report.toml", "retention.toml"})
    assert 'device = "PC 007"' in (tmp_path / "computer/etc/mishao/report.toml").read_text("utf-8")


def test_where_setup_was_told_nothing_nothing_is_laid(mishao: Run, tmp_path: Path) -> None:
    done = mishao("provision", "--of-setup", "--root", str(tmp_path / "computer"), MISHAO_SETUP="/S /RETENTION=45",
                  MISHAO_SETUP_FOLDER=str(tmp_path))
    assert done.returncode == 0
    assert not (tmp_path / "computer").exists()
