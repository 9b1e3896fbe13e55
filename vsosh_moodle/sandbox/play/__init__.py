"""A term is played on the sandbox: pupils who work or do not, teachers who grade sooner or later."""
