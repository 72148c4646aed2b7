"""Instructors of the Party (党建指导员): kept in reserve, posted for a term, their visits (M21)."""
