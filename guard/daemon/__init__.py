"""The guard's process: starting, the service, what it keeps, and what it answers."""
