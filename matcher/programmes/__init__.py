"""Programmes of training, placement and income support: rules as data, held against a person's answers."""
