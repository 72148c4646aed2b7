"""Who keeps contact with which unit (一对一联系), visits, members' rooms with guidance (M20)."""
