"""Message catalogues, and the one function that says a sentence in a language."""
