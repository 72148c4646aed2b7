"""The only history: append-only entries, spans believed now, and the sealing that proves both."""
