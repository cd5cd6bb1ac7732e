"""A stored worker as a Europass CV: the facts in English, the person's own words as they are."""
