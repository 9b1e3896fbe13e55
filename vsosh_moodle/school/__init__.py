"""The school as the school speaks of it: classes, people, terms, programmes, courses."""
