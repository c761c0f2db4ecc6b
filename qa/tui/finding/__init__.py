"""What Ctrl+P finds: commands, keys, conversations, articles, models and themes."""
