"""Parts of the page that compares both scores."""
