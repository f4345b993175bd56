"""The verbs of lessons, split by what they act on."""
