"""Numeric ids Moodle gives to its objects, kept apart by type so that they cannot be swapped."""

from typing import NewType

UserId = NewType("UserId", int)
CategoryId = NewType("CategoryId", int)
CohortId = NewType("CohortId", int)
CourseId = NewType("CourseId", int)
SectionId = NewType("SectionId", int)
GroupId = NewType("GroupId", int)
GroupingId = NewType("GroupingId", int)
RoleId = NewType("RoleId", int)
ModuleId = NewType("ModuleId", int)
"""A course module: an activity of any kind."""
