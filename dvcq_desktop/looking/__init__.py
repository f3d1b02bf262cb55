"""Looks into files that others made: what they are, what stands in them; the dangerous part in a process of its own."""
