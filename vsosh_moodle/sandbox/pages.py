"""The few HTML pages of the sandbox site."""

FRONT_PAGE = """<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><title>Песочница</title></head>
<body><h1>Песочница vsosh-moodle</h1>
<p>Это учебный сайт для репетиции: он отвечает на веб-службы Moodle {release} и ничего не знает
о настоящей школе. Страниц для людей здесь нет.</p>
<p>Адрес веб-служб: <code>/webservice/rest/server.php</code>.</p>
</body></html>
"""

MAINTENANCE_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Maintenance</title></head>
<body><h1>This site is undergoing maintenance and is currently not available</h1></body></html>
"""

NOT_FOUND_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>404 Not Found</title></head>
<body><h1>404 Not Found</h1></body></html>
"""
