"""The tests of rerun_bridge; mirrors ``rerun_bridge/``."""
