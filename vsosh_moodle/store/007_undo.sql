-- Which run a run undid; NULL for any other.
ALTER TABLE runs ADD COLUMN undoes INTEGER;
