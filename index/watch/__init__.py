"""Keeping a library up: what changes in folders and feeds is brought in as it happens."""
