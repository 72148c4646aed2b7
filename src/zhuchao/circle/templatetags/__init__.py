"""What templates of other rooms ask of the circle."""
