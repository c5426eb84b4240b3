"""The one exception that a user sees: a line that says what is wrong, a line that says what to type."""

from __future__ import annotations


class UserError(Exception):
    """The user's mistake. `problem` and `hint` are one line each; exit code 2."""

    def __init__(self, problem: str, hint: str) -> None:
        self.problem = " ".join(problem.split())  # what the user typed can hold line breaks
        self.hint = " ".join(hint.split())
        super().__init__(f"{self.problem}\n{self.hint}")
