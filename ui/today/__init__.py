"""The parts of the page Hôm nay: the yearly path, the cards, the news; and the quiet reminder."""
