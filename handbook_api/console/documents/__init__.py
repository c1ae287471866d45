"""What editors do: bring documents in, look them through, see what the library holds."""
