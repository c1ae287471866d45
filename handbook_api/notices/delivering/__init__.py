"""Devices, and the bells that are rung on them: claimed, handed over, tried again, given up."""
