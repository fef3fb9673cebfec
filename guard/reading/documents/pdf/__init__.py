"""PDF: its text, what only its drawn pages show, and what is beside them."""
