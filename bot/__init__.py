"""Tutti: one card per launch or escalation, the right departments asked, chased and heard."""
