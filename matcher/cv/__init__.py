"""CVs that people upload: read in a confined process, made into a record without identity, and into a worker."""
