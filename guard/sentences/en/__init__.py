"""The English catalogue of guard/, one file per subject."""
