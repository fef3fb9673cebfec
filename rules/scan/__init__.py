"""Prepares text before any rule: canonical form, mended words, literals and expressions, fingerprints."""
