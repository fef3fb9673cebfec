"""Small helpers that do not depend on the guard: clocks, logs, text of paths and of errors."""
