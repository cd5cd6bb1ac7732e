"""Pages of stewards (``/pengelola``): how the installation stands, sources, copies to settle, generations."""
