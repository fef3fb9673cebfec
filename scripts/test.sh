#!/usr/bin/env bash
# Runs mypy and every test with the given marks (make test). Tests that paste as a person would, drag with the mouse or
# take a display away mostly wait, and must not be kept waiting: they have the processors first, all others what is left.
#
# usage: scripts/test.sh MARKS
set -u
# Without env, what a shell starts in the background ignores Ctrl+C.
tests=(env --default-signal=INT .venv/bin/python -m pytest -m "$1")

calm=(tests/flow tests/harm tests/browser tests/service/test_guard_faults.py tests/service/test_ended_demo.py)
# These race against clipboard managers or drag: one after the other.
races=(tests/flow/test_x11_managers.py tests/flow/test_x11_drags.py tests/flow/test_x11_dragged_pictures.py
    tests/flow/test_file_gate_clients.py tests/flow/test_file_gate_messengers.py tests/flow/test_file_gate_programs.py)

# What killed programs leave behind goes with it. Every user may write there, and pytest keeps its own folders elsewhere.
export PYTEST_DEBUG_TEMPROOT="${TMPDIR:-/tmp}"
TMPDIR=$(mktemp -d)
export TMPDIR
chmod 1777 "$TMPDIR"
raced=$TMPDIR/raced told=$TMPDIR/told running=()
trap 'rm -rf "$TMPDIR"' EXIT
trap 'kill -INT "${running[@]}"; wait; cat "$raced" "$told"; exit 130' INT TERM
nice -n 10 env --default-signal=INT .venv/bin/python -m mypy &
typed=$! running+=($!)
# Collecting compiles the tests: in a new checkout seven processes would all compile the same ones at the same time.
"${tests[@]}" --collect-only -qq >/dev/null &
running+=($!)
wait $!
"${tests[@]}" -n "$(nproc)" --dist loadfile "${calm[@]}" "${races[@]/#/--ignore=}" &
calmly=$! running+=($!)
"${tests[@]}" "${races[@]}" >"$raced" 2>&1 &
racing=$! running+=($!)
# Two more than there are processors: tests also wait, for processes and for time to pass. In the order of
# tests/conftest.py: by default files with few tests, which take longest, come last.
nice -n 10 "${tests[@]}" -n $(($(nproc) + 2)) --dist loadfile --no-loadscope-reorder "${calm[@]/#/--ignore=}" \
    >"$told" 2>&1 &
others=$! running+=($!)

code=0
wait $typed || code=$?
wait $calmly || code=$?
wait $racing || code=$?
cat "$raced"
wait $others || code=$?
cat "$told"
exit $code
