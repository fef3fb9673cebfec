"""Tests that scheduled jobs are make targets, and that every marker of a long test has one that runs it."""

from __future__ import annotations

import re
import subprocess
import tomllib

from ruamel.yaml import YAML

from tests.support.program import ROOT

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
WORKFLOW = ROOT / ".github" / "workflows" / "check.yml"


def test_every_job_calls_targets_that_are_there() -> None:
    jobs = YAML(typ="safe").load(WORKFLOW)["jobs"]
    steps = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    matrix = " ".join(jobs["long"]["strategy"]["matrix"]["job"])
    asked = [step.removeprefix(".ci/run ").replace("${{ matrix.job }}", matrix) for step in steps]
    assert all(step.startswith(".ci/run ") for step in steps)
    assert "test" in asked
    planned = subprocess.run(["make", "--dry-run", *" ".join(asked).split()], cwd=ROOT,
                             capture_output=True, text=True)
    assert planned.returncode == 0, planned.stderr


def test_what_a_change_must_pass_ends_within_an_hour_or_fails() -> None:
    change = YAML(typ="safe").load(WORKFLOW)["jobs"]["change"]
    assert change["timeout-minutes"] <= 60


def test_every_marker_is_left_out_of_make_test_and_run_by_another_target() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]
    markers = {marker.partition(":")[0] for marker in settings["markers"]}
    (short,) = re.findall(r"(?m)^SHORT := (.*)$", MAKEFILE)
    assert set(re.findall(r"not (\w+)", short)) == markers
    run = " ".join(re.findall(r'-m "?((?:\w+)(?: or \w+)*)"?', MAKEFILE))
    assert markers <= set(run.split())
