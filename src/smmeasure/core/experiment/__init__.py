"""Randomised campaigns: people held out by chance show what would have happened anyway."""
