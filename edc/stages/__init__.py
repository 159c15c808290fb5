"""One module a stage. Each has `run(game, config, reporter)`: files of the game folder in, files of it out.

The modules compose what the packages offer and hold no method of their own; `edc/pipeline.py` names
their order, inputs and outputs.
"""
