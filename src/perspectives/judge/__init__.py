"""What of the edition holds for another model."""
