"""Our own figures by one command: every task measured, kept as documents, and written into the pages."""
