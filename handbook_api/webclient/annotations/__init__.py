"""One's own notes, bookmarks and highlights, as pages: at a point, in a document, all of them."""
