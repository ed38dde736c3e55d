"""Two writers with one interface: from the person's own phrases, or by a local model."""
