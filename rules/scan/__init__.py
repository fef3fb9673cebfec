"""Text before any rule: one canonical form, broken words mended, literals and expressions found, fingerprints."""
