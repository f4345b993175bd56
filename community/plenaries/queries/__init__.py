"""Reads of plenaries, split by what they are about."""
