"""Reads of being told, split by what they are about."""
