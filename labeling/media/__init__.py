"""What the bench shows of a video: a file that a browser plays, its sound as a line, its frames, single pictures."""

from labeling.media.pictures import bug_box, bug_crop, picture
from labeling.media.proxy import video_for, video_ready
from labeling.media.source import frame_times
from labeling.media.waveform import waveform

__all__ = ["bug_box", "bug_crop", "frame_times", "picture", "video_for", "video_ready", "waveform"]
