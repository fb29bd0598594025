"""What could be found, before the campaign: power in one series, lengths, units of a panel."""
