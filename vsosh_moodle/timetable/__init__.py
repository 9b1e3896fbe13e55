"""The school's lessons held against the norms; pure."""
