"""The language of what is shown, and the catalogues of its words."""
