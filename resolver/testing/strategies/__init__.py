"""What Hypothesis draws: arrays, and what is known of outputs and labels. Extra: ``testing``."""
