"""Several units, some of them treated: what the others say the treated would have done."""
