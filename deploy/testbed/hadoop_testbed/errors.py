"""The one error of the test bed."""


class TestBedError(Exception):
    """What went wrong and what to do about it, for people."""

    def __init__(self, message, remedy=None):
        super().__init__(message if remedy is None else f"{message}\n  {remedy}")
