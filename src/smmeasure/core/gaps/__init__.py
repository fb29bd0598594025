"""What is wrong with the days of a series: told with numbers, never mended in silence."""
