"""The rights of people whose data is kept (UU 27/2022): purposes, consents, requests with clocks, the audit log."""
