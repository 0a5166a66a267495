"""The promises under faults: real `tutti serve` processes, a real database, the sandbox as Slack.

`python -m tests.chaos` (`make chaos`) runs every fault at full size and prints a table; a short run is part
of the tests. Slack here keeps the truth: what was confirmed must be in the database once, and what Slack
shows must be there once.
"""
