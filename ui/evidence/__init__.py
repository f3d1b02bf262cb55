"""Parts of the page of evidence: its tree, its list, the way files come in, the panel of the document in hand."""
