"""Lists that are text: csv of all kinds, and web pages and XML under the name of an Excel file."""

from collections.abc import Callable, Mapping

ROWS = [
    ["Фамилия", "Имя", "Отчество", "Класс", "Дата рождения"],
    ["Лугов", "Лев", "Ильич", "8А", "01.01.2011"],
    ["Осокина", "Анна", "Ильинична", "8A", "02.01.2011"],  # Latin
    ["Ёлкин", "Олег", "", "8Б", "03.01.2011"],
]


def _lines(delimiter: str, rows: list[list[str]] = ROWS) -> str:
    return "".join(delimiter.join(row) + "\r\n" for row in rows)


def cp1251() -> bytes:
    """Excel's own csv, with the empty rows it likes to leave."""
    return (_lines(";") + ";;;;\r\n;;;;\r\n").encode("cp1251")


def tsv_with_bom() -> bytes:
    """Tabs and UTF-8 with a byte order mark."""
    return _lines("\t").encode("utf-8-sig")


def utf16() -> bytes:
    """Excel's «Unicode text»."""
    return b"\xff\xfe" + _lines("\t").encode("utf-16-le")


def pipes() -> bytes:
    """A database's export, with a tail of NUL bytes."""
    return _lines("|").encode() + b"\0" * 64


def separator_line() -> bytes:
    """The line «sep=;» that Excel understands, and fields in quotes."""
    rows = (
        "sep=;\r\n"
        '"ФИО";"Класс";"Дата рождения";"Адрес"\r\n'
        '"Лугов ""Лёва"" Лев Ильич";"8А";"01.01.2011";"ул. Примерная; дом 8"\r\n'
        '"Осокина\r\nАнна Ильинична";"8А";"02.01.2011";""\r\n'
    )
    return rows.encode("utf-8-sig")


def diary_export() -> bytes:
    """An e-diary's export: a title, commas in quotes, more fields than the header has."""
    rows = (
        "Список учащихся,,,\n"
        "ID,ФИО,Дата рождения,Класс\n"
        '2001,"Лугов Лев Ильич",2011-01-01,8а,лишнее\n'
        '2002,"Осокина Анна Ильинична",2011-01-02,8а\n'
        "2003\n"
    )
    return rows.encode("utf-8")


def dos() -> bytes:
    """A very old program: code page 866 and semicolons."""
    return _lines(";").encode("cp866")


def broken_quote() -> bytes:
    """A quote that is never closed swallows the rest of the list."""
    return 'Фамилия;Имя;Класс\r\nЛугов;Лев;8А\r\n"Осокина;Анна;8А\r\nЁлкин;Олег;8Б\r\n'.encode()


def stray_quote() -> bytes:
    """A quote too many is closed by the quote of a later row, and the rows between are in one field."""
    text = (
        'Фамилия;Имя;Класс\r\nЛугов;Лев;8А\r\nОсокина;"Анна;8А\r\nЁлкин;Олег;8Б\r\n'
        'Рябинин;"Олег";8Б\r\nЭхов;"Лев\r\nИльич";8Б\r\n'
    )
    return text.encode()


def web_page() -> bytes:
    """A page of an e-diary saved with the name of an Excel file: entities, spans, a menu above."""
    text = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">
<style>td {mso-number-format:"\\@";}</style>
<script>var a = "<table><tr><td>ФИО</td></tr></table>";</script>
</head><body><p>Отчёт сформирован 23.11.2026</p>
<table><tr><td><a href="#">Главная</a></td><td>Выход</td></tr></table>
<table border="1"><caption>Список класса</caption>
<thead><tr><th rowspan="2">№</th><th colspan="3">Обучающийся</th><th rowspan="2">Класс</th></tr>
<tr><th>Фамилия</th><th>Имя</th><th>Отчество</th></tr></thead>
<tbody><tr><td>1</td><td>Лугов&nbsp;</td><td><b>Лев</b></td><td>Ильич</td>
<td rowspan="2">9&nbsp;&laquo;А&raquo;</td></tr>
<tr><td>2</td><td>Осокина</td><td>Анна<br></td><td>&nbsp;</td></tr>
<tr><td>3</td><td>Рябинин</td><td>Олег</td><td>Ильич</td><td>9Б</td></tr>
<tr><td colspan="5">Всего: 3</td></tr></tbody></table></body></html>"""
    return text.encode("cp1251")


def spreadsheet_xml() -> bytes:
    """SpreadsheetML of Excel 2003: skipped cells, merges down, a hidden row and a hidden sheet."""
    text = """<?xml version="1.0" encoding="UTF-8"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<Styles><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style>
<Style ss:ID="s"><Font ss:StrikeThrough="1"/></Style></Styles>
<Worksheet ss:Name="Контингент"><Table>
<Row><Cell ss:MergeAcross="4"><Data ss:Type="String">Список обучающихся</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="String">Класс</Data></Cell>
<Cell><Data ss:Type="String">ФИО</Data></Cell>
<Cell ss:Index="5"><Data ss:Type="String">Дата рождения</Data></Cell></Row>
<Row><Cell ss:Index="2" ss:MergeDown="1"><Data ss:Type="String">9А</Data></Cell>
<Cell><Data ss:Type="String">Лугов Лев Ильич</Data></Cell>
<Cell ss:Index="5" ss:StyleID="d"><Data ss:Type="DateTime">2010-01-01T00:00:00.000</Data></Cell></Row>
<Row><Cell ss:Index="3">
<Data ss:Type="String">Осокина Анна <B xmlns="http://www.w3.org/TR/REC-html40">Ильинична</B></Data></Cell>
<Cell ss:Index="5" ss:StyleID="d"><Data ss:Type="DateTime">2010-01-02T00:00:00.000</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="String">9Б</Data></Cell>
<Cell><Data ss:Type="String">Рябинин Олег Ильич</Data></Cell>
<Cell ss:Index="5"><Data ss:Type="String">03.01.2010</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="Старое"><Table><Row><Cell><Data ss:Type="String">ФИО</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">Вьюгин Тимур Ильич</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">
<Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
</Workbook>"""
    return text.encode()


FILES: Mapping[str, Callable[[], bytes]] = {
    "cp1251.csv": cp1251,
    "bom.tsv": tsv_with_bom,
    "utf16.csv": utf16,
    "pipes.csv": pipes,
    "sep-line.csv": separator_line,
    "diary.csv": diary_export,
    "cp866.csv": dos,
    "broken-quote.csv": broken_quote,
    "stray-quote.csv": stray_quote,
    "web-page.xls": web_page,
    "spreadsheetml.xls": spreadsheet_xml,
}
