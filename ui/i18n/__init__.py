"""Sets the language of the windows and holds its catalogues."""
