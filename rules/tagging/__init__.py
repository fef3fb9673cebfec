"""The learnt tagger: finds spans of a text that identify or hurt a person. Pure: weights are passed in."""
