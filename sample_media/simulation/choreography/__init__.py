"""Where everyone and the ball are at any instant of a simulated game.

`stage.Stage(log).at(wall_s)` answers with figures, ball and nets.
"""
