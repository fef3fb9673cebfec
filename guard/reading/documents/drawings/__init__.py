"""Drawings inside documents: metafiles, JBIG2, shapes."""
