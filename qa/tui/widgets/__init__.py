"""What the screens are made of: they show data and post messages, and decide nothing."""
