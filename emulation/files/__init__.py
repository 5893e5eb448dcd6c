"""The only door to the disk: the bloc folder (TOML), the meeting's record (SQLite), office documents."""
