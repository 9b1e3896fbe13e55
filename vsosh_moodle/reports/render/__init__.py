"""A report as a page, a workbook, a Word document, data: a `Report` goes in, text or bytes come out."""
