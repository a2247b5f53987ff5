"""The report: a period in words and numbers, as a web page, a PDF or a workbook.

`making` turns a History into a Report, `formats` writes it; each writer loads what it needs only when it is called.
"""
