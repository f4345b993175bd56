"""The verbs of groups, split by what they are about."""
