"""The local language model: catalogue, worker process and the chat model over it."""
