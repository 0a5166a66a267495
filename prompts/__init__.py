"""One Markdown file per task of the model, with its output schema's name.

No task is built yet: everything in this version works by rules and templates (P8).
"""
