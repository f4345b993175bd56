"""Cases: the wiki in which members describe one experience each, opening with a question."""
