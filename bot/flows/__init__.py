"""Use cases: gather, decide, save, speak, in one unit of work each."""
