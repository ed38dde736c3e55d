"""The method, one file a mode: which question comes next, what is missing, when it is done."""
