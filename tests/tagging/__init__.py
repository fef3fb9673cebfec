"""Learns the weights of the tagger, and measures masked copies."""
