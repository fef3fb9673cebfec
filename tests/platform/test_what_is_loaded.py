"""Tests what long-running processes do not load: it would occupy memory for nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.program import ROOT

COMMAND_LINE = {"typer", "rich", "ui.console"}
PACK_READING = {"pydantic", "ruamel.yaml", "yaml", "rules.pack.loading", "rules.pack.proof"}


def loaded(*modules: str) -> set[str]:
    """Return the names of the modules and packages in a fresh interpreter after these imports."""
    program = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(("process", "left_out"), [
    ("ui.app", {"numpy", "cryptography", "keyring", "rules.judge.judge", "guard.daemon.service"}),
    ("guard.daemon.process", {"guard.daemon.service", "numpy"}),
    ("guard.daemon.bootstrap", {"tuf", "urllib3", "securesystemslib", "guard.supply.verifying_new_release"}),
    ("guard.clipboard.process", {"cryptography", "keyring", "guard.daemon.service"}),
    ("guard.reading.process", {"numpy", "cryptography", "keyring", "guard.daemon.service"}),
])
def test_a_process_loads_its_own_parts_and_not_those_of_others(process: str, left_out: set[str]) -> None:
    modules = loaded("main", process)
    assert process in modules
    assert not modules & (COMMAND_LINE | PACK_READING | left_out)


def test_a_loader_without_anything_to_verify_does_not_load_what_verifies() -> None:
    verifying = {"tuf", "securesystemslib", "cryptography", "guard.daemon.service"}
    assert not loaded("guard.supply.loader_process") & verifying


def test_what_reads_files_of_people_loads_no_second_validator_and_no_second_reader_of_yaml() -> None:
    reading = loaded("guard.supply.loader_process", "guard.config.user_config", "guard.journal.machine_reporting")
    assert "rules.schema.record" in reading
    assert not reading & {"pydantic", "pydantic_core", "ruamel.yaml"}


def test_the_window_of_the_settings_reads_them_without_what_reads_packs() -> None:
    assert not loaded("ui.settings.window") & {"numpy", *PACK_READING}


def test_commands_that_ask_the_guard_do_not_load_the_judge() -> None:
    assert not loaded("ui.console.status_and_vault") & {"numpy", "rules.judge.judge", *PACK_READING}
