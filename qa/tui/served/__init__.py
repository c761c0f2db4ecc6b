"""The chat in a browser: who gets it, what stands on the page, and a chat behind each tab."""
