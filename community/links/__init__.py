"""Links between cases, lessons and threads: by number, so that a rename breaks none, and shown as far as the reader may see."""
