"""What serves labelers: today the queue of a game's doubtful moments as a file."""
