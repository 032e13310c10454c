"""A data package on disk: what its tables look like, how it is read, and everything that can be wrong with it."""
