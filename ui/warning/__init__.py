"""The warning: what was stopped, why, and the ways forward. Never takes the keyboard."""
