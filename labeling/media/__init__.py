"""What the bench shows of a video: a file that a browser plays, its sound as a line, its frames, single pictures.

Nothing is imported here: a server's threads that import the parts at the same time would wait for each other.
"""
