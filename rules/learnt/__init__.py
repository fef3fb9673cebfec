"""The learnt judge: scores a text by the strings of characters in it. Pure: weights are passed in."""
