"""What a reader has found -> the article, as the user's options and the limits allow."""
