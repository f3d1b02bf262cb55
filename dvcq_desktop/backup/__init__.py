"""Backup, restore drill and restore: the year's work on a stick, whole and proven, and the way back."""
