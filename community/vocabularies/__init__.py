"""Vocabularies: the lists of words that cases and lessons choose from, each with its label per language."""
