"""Prefect shells over the same functions that the command line calls: retries, artifacts, schedules."""
