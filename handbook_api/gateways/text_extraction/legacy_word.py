def converted(*a):
    raise NotImplementedError
