"""Whatever lies at an address, asked for politely over HTTP."""
