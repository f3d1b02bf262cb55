"""The window: pages, widgets, dialogs, wizards. Knows the office, never SQL."""
