"""Training: who offers it, and which of it opens most for a worker."""
