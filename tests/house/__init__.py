"""Measures of the code itself: what one item passes through."""
