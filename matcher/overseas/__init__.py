"""Work abroad: checks of an ad against the law on migrant workers, what a destination asks for, warnings."""
