"""The demonstration: its content, loaded through the actions that people use, and one-click sign-in."""
