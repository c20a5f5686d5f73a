"""Handover: reckoning, draft, signatures, seal, print."""
