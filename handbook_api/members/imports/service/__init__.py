"""What is done with lists: propose, plan, carry out, give back with its faults, forget."""
