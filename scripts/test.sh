#!/usr/bin/env bash
# Runs every test with the given marks (make test). Tests that paste as a person would, drag with the mouse or take a
# display away mostly wait, and must not be kept waiting: they have the processors first, and all others what they leave.
#
# usage: scripts/test.sh MARKS
set -u
marks=$1
python=.venv/bin/python

calm=(tests/flow tests/harm tests/service/test_guard_faults.py)
# These race against clipboard managers or drag: one after the other.
races=(tests/flow/test_x11_managers.py tests/flow/test_x11_drags.py tests/flow/test_x11_dragged_pictures.py
    tests/flow/test_file_gate_clients.py tests/flow/test_file_gate_messengers.py tests/flow/test_file_gate_programs.py)

raced=$(mktemp) told=$(mktemp)
trap 'rm -f "$raced" "$told"' EXIT
"$python" -m pytest -m "$marks" "${races[@]}" >"$raced" 2>&1 &
racing=$!
# One more than there are processors: tests also wait, for processes and for time to pass.
nice -n 15 "$python" -m pytest -m "$marks" -n $(($(nproc) + 1)) --dist loadfile "${calm[@]/#/--ignore=}" >"$told" 2>&1 &
others=$!
trap 'kill -INT $racing $others; wait; cat "$raced" "$told"; exit 130' INT TERM

"$python" -m pytest -m "$marks" -n "$(nproc)" --dist loadfile "${calm[@]}" "${races[@]/#/--ignore=}"
code=$?
wait $racing || code=$?
cat "$raced"
wait $others || code=$?
cat "$told"
exit $code
