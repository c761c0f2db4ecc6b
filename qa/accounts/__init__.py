"""Several articles on one thing → where they disagree, and what happened when."""
