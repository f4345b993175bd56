"""Reads of lessons, split by what they are about."""
