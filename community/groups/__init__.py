"""Groups: communities and their subgroups, who belongs to them, and who sees what."""
