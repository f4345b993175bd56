"""The shape of what is typed about groups and their members, split by what it is about."""
