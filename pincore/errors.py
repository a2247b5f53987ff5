"""Errors that reach a person: a problem, what was found, and a remedy.

PincoreError
├── ReadingError   a file cannot be read
└── InputError     a question cannot be answered as it was put (a period, a measure)
"""


class PincoreError(Exception):
    """A problem with its remedy. `code` is a row of PROBLEMS."""

    def __init__(self, code: str, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}".strip())
        self.code = code
        self.problem = problem
        self.remedy = remedy


class ReadingError(PincoreError):
    """A file that is declined."""


class InputError(PincoreError):
    """A request that cannot be answered as it was put."""
