"""The verbs: read what was given, decide, build. Findings become warnings and errors here only."""
