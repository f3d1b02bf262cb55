"""Parts of the statistics page."""
