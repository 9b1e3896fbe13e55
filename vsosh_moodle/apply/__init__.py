"""From a plan to the site: batches in order, sent in parallel, journalled, read back."""
