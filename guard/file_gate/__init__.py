"""The file gate: a root service that lets a chat client open a file only after it was judged (fanotify(7), Linux)."""
