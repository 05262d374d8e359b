"""The pages of the server: what each says, made of a store by pure functions that a worker runs."""
