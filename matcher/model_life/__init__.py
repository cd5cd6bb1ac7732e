"""The life of trained models: a registry of entries, which of them serve, and how the product loads those."""
