"""Exports of newspapers and press databases → articles."""
