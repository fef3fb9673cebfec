"""Messages between the processes, their framing, and starting and supervising child processes."""
