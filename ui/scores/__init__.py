"""Parts of the self-score page."""
