"""Looking after jobs: how many wait, which were given up and why; over HTTP and on the terminal.

Jobs themselves know neither people nor HTTP; here administrators at the top meet them. What a job
is about belongs to other rooms: this one shows ids and codes, and never opens them.
"""
