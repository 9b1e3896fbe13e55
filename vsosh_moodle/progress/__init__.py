"""Progress: Moodle's answers about learners -> rows of a snapshot."""
