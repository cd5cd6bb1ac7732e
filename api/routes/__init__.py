"""One file for each group of routes; plain functions, so that CPU work runs in the thread pool."""
