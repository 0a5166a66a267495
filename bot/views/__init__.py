"""Block Kit, both ways: a form is drawn and read back in the same file. No database."""
