"""Ratios against bare frameworks, by `make bench`; see README.md beside this file."""
