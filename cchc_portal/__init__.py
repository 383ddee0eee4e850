"""The house itself: settings, addresses, task queue, embedded services, launcher and demo."""
