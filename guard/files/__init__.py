"""Files as they were copied: their items, their marks, what they stand for."""
