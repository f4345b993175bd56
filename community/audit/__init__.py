"""What changed power or privacy: who did it, when, to whom and where."""
