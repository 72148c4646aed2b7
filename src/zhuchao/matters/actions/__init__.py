"""Every write to a matter: one module for each verb of its life."""
