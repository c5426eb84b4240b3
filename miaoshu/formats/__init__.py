"""One file per catalog format."""
