"""Every weight of the ranking with its reason, and how passages make documents.

score of a passage = Σ weight × idf × saturated frequency (BM25), over the fields,
                     × what its words are (origin) × whether its document is in force (status)
score of a document = its best passage, plus a lift when the query names the document itself
"""

from search_index.passages import SUMMARY, TEXT, TITLE

#: BM25: saturation of repetitions and share of length, the values of the literature; the measured
#: orders of configurations were taken with them.
K1, B = 1.2, 0.75

#: A syllable says little (đảng, viên), two neighbours name a thing (đảng viên): measured on a
#: Vietnamese legal question set, pairs lift MRR from .764 to .838, flat between .25 and 2.
WORD, PAIR = 1.0, 0.7
#: Headings name the subject; at .25 they lift MRR to .858, at 1 they drown the text (.844).
HEADING = 0.25
#: A cited symbol is one token that names one document: ×3 took P@10 from .786 to .935.
SYMBOL = 3.0

#: An abbreviation is the same words written shorter; a little less than the words themselves
#: because several bodies share one (CB: cán bộ, chi bộ). Divided among its full forms.
SHORT_TO_FULL = 0.8
#: The short form is rare in running text, hence “precious” by idf, and stands for words that
#: were typed already: half, so that it confirms rather than leads.
FULL_TO_SHORT = 0.5
#: Another word for it is a guess at what the writer called it: worth half of what was said.
SYNONYM = 0.5
#: What the answer to “bao lâu” looks like is a guess of the same kind.
ANSWER_HINT = 0.5
#: A corrected spelling replaces something that occurs nowhere, so nearly full weight.
CORRECTION = 0.8
#: The typed word beside a correction: it may have been meant after all, but it fits nowhere.
UNLIKELY = 0.3

#: Official words answer; our summary tells about them; a card only names the document. A short
#: card reaches about 1.5 times the BM25 of a provision that holds the same words, so the factors
#: bring a card that matches alike below a provision, and a summary just below.
ORIGIN = {TEXT: 1.0, SUMMARY: 0.65, TITLE: 0.55}
#: A heading without text names a subject and leaves the answer to the provisions under it, which
#: carry the same words in their path.
BARE_HEADING = 0.7

#: Mild: it decides between texts that match alike (the old guide and the new one repeat each
#: other) and never hides the only text that answers.
STATUS = {"not_yet": 0.95, "replaced": 0.9, "expired": 0.9}

#: A document matches when its best passage covers (coverage.py) at least this part of what the
#: best passage of all covers: sharing “đảng” with the query is no match, sharing half of it is.
MATCH_SHARE = 0.5
#: And never less than this part of what was asked: when nothing fits, say so.
MATCH_FLOOR = 0.15
#: Within a document further passages are shown down to this part of its best one's score.
PASSAGE_SHARE = 0.3

#: Lifts in units of the best score without lifts: the document named by its symbol stands before
#: everything, a document named by its title before whatever merely speaks of it.
SYMBOL_LIFT, TITLE_LIFT = 2.0, 1.0
