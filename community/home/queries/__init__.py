"""Reads for the desks, gathered from the features that know; split by what they are about."""
