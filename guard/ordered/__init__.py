"""Ordered inspections (布置的自查) on a computer: which are taken, where they look, what is told of them."""
