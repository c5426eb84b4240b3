"""One file per kind of text: what the model is told, what the answer must pass."""
