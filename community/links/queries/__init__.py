"""Reads of links: what a name means, what a reader sees of it, and what links to a thing."""
