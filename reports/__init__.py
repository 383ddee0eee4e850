"""What people read: dashboards and official documents."""
