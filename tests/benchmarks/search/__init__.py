"""How well and how fast search finds: `make bench-search` measures our engines beside SQLite FTS5 and tantivy."""
