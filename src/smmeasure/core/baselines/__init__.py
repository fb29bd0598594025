"""Candidate baselines: what a series would do without a campaign. One candidate per file."""
