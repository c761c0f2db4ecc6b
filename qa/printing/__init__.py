"""Answers, hits and articles as text and as JSON."""
