"""The one exception that a user sees: a line that says what is wrong, a line that says what to type."""

from __future__ import annotations


class UserError(Exception):
    """The user's mistake. `problem` and `hint` are one line each; exit code 2."""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(f"{problem}\n{hint}")
        self.problem = problem
        self.hint = hint
