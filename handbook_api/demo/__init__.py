"""A committee that does not exist, of any size: for trying things out, and for measuring.

Everybody and everything in it is fiction, and looks it: “Đảng bộ tỉnh Minh Họa”, card numbers
from 00, telephones from 010, citizen numbers from 000. Refuses to touch a database that holds
anybody else.
"""
