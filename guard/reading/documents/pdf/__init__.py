"""PDF: its text, what only its drawn pages show, and what stands beside them."""
