"""What the person keeps: SQLite in a folder of their own, held by one process at a time."""

from coach.store.backups import Backups
from coach.store.folder import Folder
from coach.store.sessions import Sessions, new_id

__all__ = ["Backups", "Folder", "Sessions", "new_id"]
