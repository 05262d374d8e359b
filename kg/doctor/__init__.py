"""What `kg doctor` looks at: each part is a function that gives findings, and none of them raises or prints."""
