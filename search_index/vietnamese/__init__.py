"""Facts about written Vietnamese: one spelling, syllables, folding, old encodings."""
