"""An employer's ad before it is posted: what was read, corrected, how it pays, who fits, what each demand costs."""
