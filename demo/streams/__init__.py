"""One file per idea: what each sensor or part of the robot publishes."""
