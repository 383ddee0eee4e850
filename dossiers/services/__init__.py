"""Every write of dossiers, one plain function each."""
