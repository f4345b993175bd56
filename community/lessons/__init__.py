"""Lessons: passages harvested from practice, and the lessons and common issues that rest on them."""
