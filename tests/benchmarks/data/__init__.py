"""The data that is measured on: the same on every run, loaded in bulk, all of it times the size."""
