"""Who stays silent is reminded, a few times and not for ever; before a meeting everybody is."""
