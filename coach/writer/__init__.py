"""Two writers with one interface: from the person's own phrases, or by a local model.

Importing the room loads neither; ``GuidedWriter`` needs no weights, ``ModelWriter`` a chat model.
"""

from coach.writer.guided import GuidedWriter

__all__ = ["GuidedWriter"]
