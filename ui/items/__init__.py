"""What windows say of a held item: labels, explanation, legend, and what may be done with it."""
