"""What is measured: each file gives the rows of one part of the table."""
