"""The learnt judge: what a text sounds like, by the strings of characters in it. Pure: weights are handed in."""
