"""Who acts and what they may: accounts, scopes, policy, sealed identities, files, notices."""
