"""Coach: the coach asks, the writer words, the checks decide."""

__version__ = "0.1.0"
