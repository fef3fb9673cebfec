"""Describes held items for windows: labels, explanation, legend, and the possible actions."""
