"""What to look at next: the doubtful moments as a file, and the queue that reviewers share."""

from labeling.queue.doubtful import SURE, VAGUE_SD_S, Question, doubtful_moments, write_queue

__all__ = ["SURE", "VAGUE_SD_S", "Question", "doubtful_moments", "write_queue"]
