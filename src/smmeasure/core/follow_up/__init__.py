"""After the window: what lasts of an effect, and how fast it fades."""
