"""Values every room speaks in: standard library only, no files, no clock, no randomness."""
