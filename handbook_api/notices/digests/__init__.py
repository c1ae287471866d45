"""Once a month everybody is told what is new in the library; nothing in it is about anybody."""
