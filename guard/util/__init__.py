"""Small helpers that know nothing of the guard: clocks, logs, text of paths and of errors."""
