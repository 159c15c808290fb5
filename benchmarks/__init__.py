"""Measurements that print their own tables: `make bench` (under an hour) and `make bench-full`."""
