-- A person whose data were destroyed keeps the number and the idnumber: they are never given again.
-- `login` is then a word that says no name.
ALTER TABLE people ADD COLUMN purged TEXT;
