"""What a ranking hides: figures about a bloc's year, each with those behind it. Nothing here decides anything."""
