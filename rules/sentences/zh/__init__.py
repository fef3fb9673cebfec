"""The Chinese catalogue of rules/, one file per subject."""
