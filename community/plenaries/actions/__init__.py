"""The verbs of plenaries, split by what they act on."""
