"""Sanitary norms as dated data: course_templates/norms/*.toml."""
