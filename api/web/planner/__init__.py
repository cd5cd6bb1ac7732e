"""The planner's page (``/perencana``): a province's market, its months ahead, and the plan of a training centre."""
