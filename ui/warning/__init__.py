"""The warning: what was stopped, why, and the possible choices. Never takes the keyboard."""
