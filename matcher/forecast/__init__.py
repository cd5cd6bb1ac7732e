"""Monthly figures ahead: methods proven by rolling origin, their combination, intervals, sums that agree, scenarios."""
