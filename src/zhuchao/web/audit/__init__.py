"""The audit page: what the journal holds, for those who may look, and whether it still holds."""
