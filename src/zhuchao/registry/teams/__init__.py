"""Volunteer teams: members, a leader, insurance, and what they went out for (M12)."""
