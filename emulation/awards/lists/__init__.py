"""Nomination lists: who finds a place under the caps, initiatives wanted twice, balance, cost, order, dates."""
