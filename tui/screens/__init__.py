"""The program's screens: one for each step of a meeting, and those that stand above any step."""
