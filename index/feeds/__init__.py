"""Feeds in, articles out: fetched politely, parsed, and read entry by entry."""
