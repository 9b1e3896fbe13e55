"""From the school's own words to Moodle's: what should exist, as records with stable keys."""
