"""The pure middle: what should be, what is, what was applied, and the changes between them."""
