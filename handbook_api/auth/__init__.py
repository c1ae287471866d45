"""Accounts and how one signs in: names, passwords, slips, devices, one-time codes, appointments.

It knows who somebody is and what he is where; it knows nothing of what stands in his record.
"""
