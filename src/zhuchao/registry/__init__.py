"""People, organisations, their dated ties, and the duties that route matters to them."""
