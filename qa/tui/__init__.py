"""The terminal chat: screens, widgets, one stylesheet."""
