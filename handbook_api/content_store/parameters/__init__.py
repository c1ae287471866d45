"""Rules as data: what officers set for organisations, roles, records, clocks and sign-in."""
