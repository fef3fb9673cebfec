"""Sentences for people: an id and its values, and the words of rules/ in Chinese and English."""
