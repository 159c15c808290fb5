"""The simulated game: who plays, what happens, where everyone stands, and what the broadcast shows of it.

`programme.make_programme` gives a whole programme from a seed; `truth.truth` says what a viewer sees and when.
"""
