"""The demo province: real departments, sample criteria, synthetic dossiers and answers."""
