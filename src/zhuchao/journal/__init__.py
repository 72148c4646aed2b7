"""The only history: append-only entries, spans of what is believed now, and sealing that proves both."""
