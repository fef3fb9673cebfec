"""Real chat clients on a server of their own, and other real programs that a policy calls chat clients."""
