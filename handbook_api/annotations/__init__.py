"""What a reader keeps for himself in documents: bookmarks, notes, highlights.

Owns the words he writes and the places he marks; they are his alone, sealed, and go with his
account. Refuses to know how documents are read and published (it asks whether a passage still
stands) and who else reads them: nobody is ever told what somebody marks.

The words are those of the W3C's Web Annotation vocabulary: an annotation has a motivation, and a
target that is a provision's anchor and, of a passage, a quote with what stands before and after.
"""
