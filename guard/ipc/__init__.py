"""Messages between the processes, how they are framed, and how children are started and watched."""
