"""The job seeker's pages: search by one's own words, results, one's profile, what is kept, and rights over it."""
