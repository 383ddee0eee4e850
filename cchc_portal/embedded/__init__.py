"""PostgreSQL and Valkey of this clone: found in wheels, kept under var/, healed on the way up."""
