"""What a user names -> single inputs that can be opened, and what each of them is."""
