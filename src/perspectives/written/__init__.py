"""What did people write? Pages, lists, marks and records, read without torch."""
