"""The administrator's side: keys, signed releases, rings. What is written is a folder of static files."""
