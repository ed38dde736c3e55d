"""Why a model's process turns a request down and lives on, whichever library it runs."""


class TemplateRefused(ValueError):
    """The model has no chat template, or its template rejects the conversation."""


class ContextFull(ValueError):
    """The conversation leaves no room for a reply."""


class GrammarRefused(ValueError):
    """llama.cpp does not parse the grammar; sampling with it would end the process."""
