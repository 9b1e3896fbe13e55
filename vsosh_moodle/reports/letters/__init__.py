"""Letters to pupils and parents: from a template of a few lines to a page for each family.

What a letter says is Russian whatever language the messages are in; only titles and warnings are translated.
"""
