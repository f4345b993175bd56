"""How fast the main pages are: `make bench` builds a community of members, cases and posts, serves it, and measures."""
