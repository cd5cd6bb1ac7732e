"""Who asks, and what they may: principals, rules of routes, and the gate in front of every route."""
