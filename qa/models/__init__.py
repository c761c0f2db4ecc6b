"""Language models, and how each is run."""
