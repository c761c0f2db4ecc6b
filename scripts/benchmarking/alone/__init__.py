"""Measurements that run as processes of their own and end with one line of JSON."""
