"""The administrator's pages: accounts and their roles, the calendar, the rules, what failed."""
