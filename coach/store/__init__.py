"""What the person keeps: SQLite in the person's own folder."""
