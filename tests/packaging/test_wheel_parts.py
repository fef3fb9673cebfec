"""Tests that what is compiled into a wheel is in the bill of materials, when the wheel says what that is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "packaging"
PROGRAM = """
import json, sys
from importlib.metadata import distribution
from wheel_parts import compiled
print(json.dumps([*compiled(map(distribution, sys.argv[1:]))]))
"""


def test_what_a_wheel_says_is_in_it_is_listed_once_with_its_address_and_no_place_of_the_machine_that_built_it() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, "cryptography", "python-calamine", "pillow", "ruamel.yaml"],
                          capture_output=True, text=True, cwd=FOLDER)
    assert done.stderr == ""
    found = json.loads(done.stdout)
    openssl = next(part for part in found if part.get("purl", "").startswith("pkg:generic/openssl@"))
    assert openssl["description"] == "in cryptography"
    assert openssl["purl"].endswith(f"@{openssl['version']}")
    assert any(part["name"] == "quick-xml" and part["licenses"] for part in found)
    assert any(part["name"] == "libimagequant" and part["scope"] == "optional" for part in found)
    assert all(part["name"].lower() not in ("cryptography", "python-calamine", "pillow") for part in found)
    references = [part["bom-ref"] for part in found]
    assert len(references) == len(set(references)) > 100
    assert "file:" not in done.stdout
