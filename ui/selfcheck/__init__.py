"""发前自查: paste or drop anything, and see what would become of it."""
