"""Tests that the documents of a package are complete: no link leads outside, and what they cannot link to is stated."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.program import ROOT

PROGRAM = ROOT / "packaging" / "documents.py"
LINK = re.compile(r"\]\(([^)\s#]+)[^)\s]*\)")


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("doc")
    done = subprocess.run([sys.executable, str(PROGRAM), str(folder)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_every_link_of_a_packaged_document_leads_to_a_packaged_file(packed: Path) -> None:
    links = [(document, target) for document in packed.rglob("*.md")
             for target in LINK.findall(document.read_text("utf-8")) if "://" not in target]
    assert len(links) > 100
    assert [(str(document.relative_to(packed)), target) for document, target in links
            if not (document.parent / target).exists()
            or not (document.parent / target).resolve().is_relative_to(packed.resolve())] == []


def test_what_the_words_of_the_program_point_to_is_packed_under_the_same_name(packed: Path) -> None:
    words = [file.read_text("utf-8") for folder in ("guard", "ui", "rules") for file in (ROOT / folder).rglob("*.py")]
    named = {name for text in words for line in text.splitlines() if "#" not in line
             for name in re.findall(r"docs/[\w/.-]+\w", line)}
    assert named
    assert sorted(name for name in named if not (packed / name).exists()) == []


def test_a_packaged_document_that_names_what_only_a_checkout_has_says_so_below_its_title(packed: Path) -> None:
    said = {str(document.relative_to(packed)): document.read_text("utf-8") for document in packed.rglob("*.md")}
    making = {name for name, text in said.items() if re.search(r"`make [a-z]|    make [a-z]", text)}
    assert {"docs/known-limits.md", "docs/admin/packages.zh.md"} <= making
    assert [name for name in sorted(making) if not said[name].splitlines()[2].startswith("> ")] == []
    assert said["docs/known-limits.md"].startswith((ROOT / "docs/known-limits.md").read_text("utf-8").split("\n")[0])
    assert "安装包里没有源代码" in said["docs/admin/packages.zh.md"]


def test_no_packaged_document_holds_a_plain_mark(packed: Path) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "packaging" / "plain_marks.py"), str(packed)],
                          capture_output=True, text=True)
    assert done.stdout == f"no plain mark in {packed}\n"


def test_a_link_that_leads_out_of_the_package_ends_the_build(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("# Old\n[gone](docs/gone.md) [here](CHANGELOG.md) [web](https://an.example/x)\n")
    done = subprocess.run([sys.executable, str(PROGRAM), str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "a link that leads nowhere in the package: old.md: docs/gone.md\n"
