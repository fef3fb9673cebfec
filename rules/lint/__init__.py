"""What is allowed in a pack but unwise, and how its author is told."""
