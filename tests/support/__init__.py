"""What tests share: databases, a client, sample files."""
