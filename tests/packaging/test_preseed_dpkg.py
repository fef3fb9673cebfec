"""Tests the unattended set-up with this system's own dpkg and debconf, over a copy of the system that ends with it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.support.copied_system import inside, package_in

pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("dpkg-deb") or os.geteuid() != 0,
                                reason="needs dpkg, and root for a copy of the system")


@pytest.mark.thorough
def test_dpkg_installs_by_answers_alone_fails_for_a_wrong_one_goes_on_once_it_is_corrected_and_purges(
        tmp_path: Path) -> None:
    package = package_in(tmp_path)
    done = inside(package, f"""cd {package}
        answer() {{ echo "mishao mishao/$1 string $2" | debconf-set-selections; }}
        answer server ftp://rules.invalid; answer root-keys {package}/root.json; answer unit 信息中心
        dpkg -i mishao.deb >said 2>&1 && echo wrong || echo "refused: $(ls /etc/mishao)"
        answer server https://rules.invalid
        dpkg --configure mishao >/dev/null && echo "laid:" $(ls /etc/mishao)
        stat -c '%U %a' /etc/mishao/supply.toml
        dpkg --purge mishao >/dev/null && ls /etc/mishao /var/log/mishao-provision.log 2>/dev/null || echo purged""")
    assert done.stdout.splitlines() == [
        "refused: retention.toml", "laid: report.toml retention.toml root.json supply.toml", "root 644", "purged",
    ], done.stderr
    said = (package / "said").read_text("utf-8")
    assert "guarding" in said
    assert "/var/log/mishao-provision.log" in said
