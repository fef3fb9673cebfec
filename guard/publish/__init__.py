"""The administrator's side: keys, signed releases, rings. Writes a folder of static files."""
