"""Several campaigns in one series, also at the same time: what each of them did."""
