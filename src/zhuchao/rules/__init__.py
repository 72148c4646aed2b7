"""What law and district fix: flows, clocks, calendar, rule sets and units, in pure Python."""
