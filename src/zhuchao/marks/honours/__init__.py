"""Honours and commendations (荣誉称号、表彰): whose, of what level and year, by what (M46)."""
