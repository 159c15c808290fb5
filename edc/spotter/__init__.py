"""The action spotter: pictures in, scores over time out; its data, training, evaluation and trust."""
