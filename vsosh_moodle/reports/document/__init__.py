"""A report as data, before it is a page, a workbook or a text document."""
