"""Judging one text by packs and by what was learnt: evidence, criteria, weighing, matches."""
