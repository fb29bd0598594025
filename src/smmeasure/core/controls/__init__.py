"""Controls: whether they moved with the campaign, what hangs on each, what their noise may hide."""
