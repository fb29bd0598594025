"""What is true: pure functions on numbers."""
