"""Reads of threads and posts, split by what they are about."""
