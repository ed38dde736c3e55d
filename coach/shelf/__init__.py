"""The knowledge base: documents, passages, hits and quotes that stand verbatim in them."""
