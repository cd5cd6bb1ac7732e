"""How each model is measured on its gold file: the main measure item by item, and the guards."""
