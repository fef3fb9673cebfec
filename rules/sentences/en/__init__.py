"""The English catalogue of rules/, one file per subject."""
