"""Question banks: read, generated, written in the forms Moodle imports; no templates known here."""
