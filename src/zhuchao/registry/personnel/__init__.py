"""Social workers: recruited, trained, managed, deployed and serving, on one record each."""
