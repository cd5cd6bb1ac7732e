"""One module for each change to the tables. There is no way down: the way back is a backup."""
