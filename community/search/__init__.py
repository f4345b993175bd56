"""Search: a derived table that follows every change, and an engine behind one interface that finds in it."""
