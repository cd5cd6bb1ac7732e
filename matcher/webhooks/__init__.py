"""Webhooks: what happens to records becomes events, and events are delivered, signed, until they are taken."""
