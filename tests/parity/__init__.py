"""Parity: our rules against the programs that they describe."""
