"""Reading Chinese messages: pure Python, no Django."""
