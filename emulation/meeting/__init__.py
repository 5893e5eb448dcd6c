"""The meeting as events: commands are decided, events are applied, and everything else is read from the events."""
