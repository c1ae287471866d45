"""What is somebody's own: his record and who opened it, his sign-in, his rights, and help."""
