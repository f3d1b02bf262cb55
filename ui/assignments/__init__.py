"""Parts of the page of assignments and progress: its tabs, its saved views, what is done with the tasks chosen in them."""
