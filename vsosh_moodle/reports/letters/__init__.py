"""Letters to pupils and parents: from a template of a few lines to a page for each family."""
