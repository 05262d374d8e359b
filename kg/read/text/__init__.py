"""What is done with any text: decoded, its junk marked, mended for the model, asked for title, date and language."""
