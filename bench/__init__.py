"""One file per claim: each prints a table with ratios taken in one run, and asserts nothing."""
