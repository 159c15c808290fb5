"""How far reviewers agree with one another, with gold items, and about the instant."""
