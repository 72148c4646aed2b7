"""What the pages cost: statements, CPU and time, over HTTP, on both databases."""
