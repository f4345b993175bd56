"""Plenaries: chosen cases discussed by everyone, from marked passages through themes to lessons and common issues."""
