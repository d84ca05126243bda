"""Project configuration: settings, addresses and the WSGI door."""
