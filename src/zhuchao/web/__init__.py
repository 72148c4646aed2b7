"""The web room: settings, root addresses, shell, desk, journal and settings pages, static files."""
