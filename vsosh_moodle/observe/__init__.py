"""From the site to records: only what the files name or we made is read, in as few calls as can be."""
