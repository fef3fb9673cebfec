"""Judges one text by packs and learnt weights: evidence, criteria, weighing, matches."""
