"""Discussions: threads and their posts, in a community, in a subgroup, or beside a case."""
