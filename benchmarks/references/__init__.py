"""What Tutti is compared with: small programs that do the least, or do it as one does it at first."""
