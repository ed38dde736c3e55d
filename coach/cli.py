"""Commands; the one place that prints and turns errors into exit codes."""


def main() -> int:
    """Run the command line and return its exit code."""
    return 0
