"""What the page Sao lưu is made of: sticks that come and go, backing up, looking into copies, restoring."""
