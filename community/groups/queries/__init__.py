"""Reads of groups, split by what they are about."""
