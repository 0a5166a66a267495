"""Pure decisions: values and `now` in, values out. No await, no I/O, no settings."""
