"""What serves labelers: the review tool (record, queue, agreement, formats, server, page), and the queue as a file."""
