"""Being told: what happened to one's words, cases and groups, in the product and by mail, each with its reason."""
