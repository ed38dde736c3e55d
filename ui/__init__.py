"""Gradio page: a file per panel, every visible string in words.<lang>.toml."""
