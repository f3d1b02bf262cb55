"""The parts of the page Kế hoạch: outline, text, details of the head, legal bases, find and replace, versions."""
