"""How long the validator takes for a pack of many rules that was parsed before, and how large the process gets.

    .venv/bin/python -m tests.bench.validating [RULES]
"""

from __future__ import annotations

import resource
import sys
import time

from guard.supply.builtin import builtin_pack
from rules.pack.schema import PACK
from rules.pack.yaml_tree import read_tree
from rules.schema.record import checked

TURNS = 3


def main(count: int) -> None:
    content = read_tree(builtin_pack()).content
    assert isinstance(content, dict)
    rules = content["规则"]
    content["规则"] = [{**rules[number % len(rules)], "编号": f"ZZ-{number}"} for number in range(count)]
    spent = []
    for _ in range(TURNS):
        begun = time.process_time()
        _, mistakes = checked(PACK, content)
        spent.append(time.process_time() - begun)
        assert mistakes == []
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} rules: {min(spent):.2f} to {max(spent):.2f} s of processor time, peak RSS {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
