"""Asynchronous jobs: big uploads taken in, many matches made, while requests go on; killed at any moment, taken up."""
