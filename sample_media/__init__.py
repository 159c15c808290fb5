"""Sample broadcasts: an invented game, played, drawn, heard and written as a programme.

In: a seed and a look. Out: `broadcast.mp4` with its play-by-play, box score and truth.
Nothing of EDC's stages imports from here; only `edc sample` and the benchmark do.
"""
