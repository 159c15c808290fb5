"""Object storage: the only place that knows of S3."""
