"""The language model behind its door; `scripted` is the server that plays it."""
