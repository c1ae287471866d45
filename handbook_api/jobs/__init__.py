"""Takes up what was written down to be done: claims, runs, tries again, gives up, keeps time."""
