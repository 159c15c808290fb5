"""The review tool's server: routes over the record, the queue and the media of games."""
