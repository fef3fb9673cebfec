"""Office Open XML: docx, xlsx, pptx and their parts (ISO/IEC 29500)."""
