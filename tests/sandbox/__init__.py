"""Tests of the workspace in a box, against a small Bolt app that is not Tutti."""
