"""The tray's side of the guard's socket: requests, status, and starting the guard."""
