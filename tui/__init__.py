"""All that touches a terminal: the commands and the Textual program."""
