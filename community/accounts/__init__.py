"""Accounts: people, organisations, passwords, and who is signed in."""
