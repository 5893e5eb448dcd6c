"""Award eligibility: facts about candidates and a dated rulebook make verdicts that carry their reasons."""
