"""What a call in a model's graph makes of values: one table, for live graphs and saved ones."""
