"""From a config to a registered model: trainers, cards, the gate that compares, and the commands."""
