"""Tests of links between cases, lessons and threads."""
