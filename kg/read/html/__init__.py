"""What is done with any markup: a page's article told from its furniture, and what the page says of it."""
