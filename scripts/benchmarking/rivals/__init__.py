"""Other ways to search one's own articles, each a module that runs in an environment of its own."""
