"""Earned media: volumes by medium, prices of the brand's own ads or of a dated card, values in `EUR_eq`."""
