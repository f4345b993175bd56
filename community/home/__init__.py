"""Home: the front page, a member's desk, the coordinator's desk, and the help pages."""
