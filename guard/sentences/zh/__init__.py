"""The Chinese catalogue of guard/, one file per subject."""
