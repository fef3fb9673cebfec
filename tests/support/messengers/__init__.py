"""Real chat clients on a server of their own, which no outside account or network is needed for."""
