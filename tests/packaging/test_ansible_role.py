"""Tests the role for Ansible with a real ansible-playbook that sets up a system below a folder of this computer."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.copied_system import inside, package_in
from tests.support.program import ROOT
from tests.support.publishing import UnitOffice

pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("ansible-playbook"), reason="Ansible of Linux")


@pytest.fixture
def chosen(tmp_path: Path) -> dict[str, object]:
    office = UnitOffice.opened(tmp_path / "publish")
    (tmp_path / "authorise.pub").write_text("ab" * 32)
    return {"ansible_connection": "local", "ansible_become": False, "ansible_python_interpreter": "/usr/bin/python3",
            "mishao_program": [sys.executable, str(ROOT / "main.py")], "mishao_root": str(tmp_path / "computer"),
            "mishao_servers": ["https://rules.invalid/a", "/srv/规则"], "mishao_groups": ["试点", "窗口"],
            "mishao_root_keys": str(office.folder / "install" / "root.json"), "mishao_unit": "信息 中心",
            "mishao_authorise_keys": str(tmp_path / "authorise.pub"), "mishao_retention_days": 60,
            "mishao_file_gate": False}


def played(folder: Path, values: dict[str, object]) -> tuple[int, int, str]:
    """Play the role for one computer; return the exit code, how many tasks changed something, and what was said."""
    (folder / "values.json").write_text(json.dumps(values), "utf-8")
    done = subprocess.run(
        ["ansible-playbook", "-i", "pc-007.example.invalid,", "-e", f"@{folder / 'values.json'}",
         str(ROOT / "docs/admin/ansible/site.yml")], capture_output=True, encoding="utf-8", timeout=110,
        env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder), "ANSIBLE_LOCAL_TEMP": str(folder / "temp"),
             "ANSIBLE_GATHERING": "explicit", "ANSIBLE_NOCOLOR": "1", "TMPDIR": str(folder)})
    changed = re.search(r"changed=(\d+)", done.stdout)
    return done.returncode, int(changed[1]) if changed else -1, done.stdout + done.stderr


@pytest.mark.thorough
def test_the_role_lays_the_choices_of_a_unit_and_changes_nothing_the_second_time(
        tmp_path: Path, chosen: dict[str, object]) -> None:
    code, changed, said = played(tmp_path, chosen)
    assert (code, changed) == (0, 1), said
    etc = tmp_path / "computer" / "etc/mishao"
    assert tomllib.loads((etc / "supply.toml").read_text("utf-8")) == {
        "servers": ["https://rules.invalid/a", "/srv/规则"], "groups": ["试点", "窗口"]}
    assert tomllib.loads((etc / "report.toml").read_text("utf-8")) == {"unit": "信息 中心", "device": "pc-007"}
    assert tomllib.loads((etc / "retention.toml").read_text("utf-8")) == {"days": 60}
    assert {path.name for path in etc.iterdir()} == {"supply.toml", "root.json", "report.toml", "retention.toml",
                                                     "authorise.pub", "file-gate.off"}
    code, changed, said = played(tmp_path, chosen)
    assert (code, changed) == (0, 0), said
    code, changed, said = played(tmp_path, {**chosen, "mishao_file_gate": True})
    assert (code, changed) == (0, 1), said
    assert not (etc / "file-gate.off").exists()
    assert list(tmp_path.glob("mishao-*")) == []


@pytest.mark.thorough
def test_a_wrong_choice_fails_the_computer_and_the_reason_is_said(tmp_path: Path, chosen: dict[str, object]) -> None:
    code, _, said = played(tmp_path, {**chosen, "mishao_servers": ["ftp://rules.invalid"]})
    assert code == 2
    assert "https://" in said
    assert not (tmp_path / "computer" / "etc").exists()
    assert list(tmp_path.glob("mishao-*")) == []


@pytest.mark.thorough
@pytest.mark.skipif(not shutil.which("apt-get") or os.geteuid() != 0,
                    reason="needs apt, and root for a copy of the system")
def test_the_role_plays_through_as_a_check_and_then_installs_the_package_and_lays_the_choices(
        tmp_path: Path, chosen: dict[str, object]) -> None:
    package = package_in(tmp_path)
    values = {**chosen, "mishao_package": str(package / "mishao.deb"), "mishao_program": ["/usr/lib/mishao/mishao"],
              "mishao_root_keys": str(package / "root.json"), "mishao_authorise_keys": "", "mishao_root": ""}
    (package / "values.json").write_text(json.dumps(values), "utf-8")
    done = inside(package, f"""play() {{
            ANSIBLE_GATHERING=explicit ansible-playbook "$@" -i pc-007, -e @{package}/values.json \\
                {ROOT}/docs/admin/ansible/site.yml >>{package}/said 2>&1; echo "exit $?"
        }}
        play --check; dpkg-query -W mishao 2>/dev/null; play
        dpkg-query -W mishao; ls /etc/mishao; cat /etc/mishao/retention.toml | tail -1""")
    assert done.stdout.split() == [
        "exit", "0", "exit", "0", "mishao", "1.2.3", "file-gate.off", "report.toml", "retention.toml", "root.json",
        "supply.toml", "days", "=", "60"], (package / "said").read_text("utf-8")
