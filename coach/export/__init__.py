"""Drafts as files other programs open."""
