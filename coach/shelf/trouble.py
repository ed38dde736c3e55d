"""What is said when the shelf's file can't be read or written."""

from pathlib import Path

from coach.domain.errors import SetupError, StorageFull


def explain(error: Exception, path: Path | None) -> SetupError:
    """Return what SQLite or the system said as one line on what is wrong and one on what to do."""
    where, said = repr(str(path)), str(error)
    if any(sign in said for sign in ("full", "No space", "disk I/O")):
        return StorageFull(
            {
                "sv": f"Disken är full; inget ändrades i {where}.",
                "en": f"The disk is full; {where} was not changed.",
            },
            fix={"sv": "Frigör utrymme och försök igen.", "en": "Free some space and try again."},
        )
    return SetupError(
        {
            "sv": f"Hyllan {where} går inte att läsa: {said}.",
            "en": f"The shelf {where} can't be read: {said}.",
        },
        fix={
            "sv": "Kör coach restore: filen läggs åt sidan. Finns ingen säkerhetskopia, lägg till dina "
            "dokument igen med coach ingest.",
            "en": "Run coach restore: the file is put aside. Where there is no backup, add your documents "
            "again with coach ingest.",
        },
    )
