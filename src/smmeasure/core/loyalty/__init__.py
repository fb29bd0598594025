"""Loyalty: what members of a social community buy against comparable customers, and whom they bring."""
