"""Tests that `mishao publish` searches reasons, answers and groups for code words, and says so where it has no key."""

from __future__ import annotations

import os
from pathlib import Path

from guard.feedback.answers import number_of
from tests.support.hiding_office import hide
from tests.support.prepared import Prepared
from tests.support.publishing import PASSPHRASE, UnitOffice

COMMANDS = (("answer", number_of("an item"), "--adopt", "--words"), ("suspend", "--emergency", "--reason"),
            ("promote", "2", "--yes", "--group"), ("withdraw", "2", "--emergency", "--reason"))


def test_the_commands_search_with_the_key_and_say_so_without(loaded: Prepared, tmp_path: Path) -> None:
    unit = UnitOffice.opened(tmp_path / "office")
    unit.release("青松甲号")
    key = hide(unit, tmp_path)
    (tmp_path / "passphrase").write_text(PASSPHRASE, "utf-8")
    environment = {**os.environ, "MISHAO_PASSPHRASE_FILE": str(tmp_path / "passphrase")}

    def run(words: tuple[str, ...]) -> tuple[int, str]:
        done = loaded.run(("publish", words[0], str(unit.folder), *words[1:]), environment)
        return done.returncode, done.stdout.decode() + done.stderr.decode()

    for command in COMMANDS:
        code, told = run((*command, "海东青的材料拦错了", "--exact-key", str(key)))
        assert (code, "里明写着“海东青”" in told) == (1, True), told
        code, told = run((*command, "误拦影响办公", *(("--exact-key", str(key)) if command[0] == "suspend" else ())))
        assert (code, "没有核对写的话里有没有代号" in told) == (0, command[0] != "suspend"), told
