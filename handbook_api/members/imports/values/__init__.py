"""One box → one value of a record, in its one spelling; or a refusal that says what is wrong."""
