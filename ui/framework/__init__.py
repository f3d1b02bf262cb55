"""Parts of the page Bộ tiêu chí."""
