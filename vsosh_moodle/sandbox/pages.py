"""The few HTML pages of the sandbox site."""

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 1.5rem auto; padding: 0 1rem;
  color: #1d2125; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin: 1.6rem 0 .3rem; border-bottom: 1px solid #dee2e6; }
h4 { margin: .6rem 0 .2rem; } ul { list-style: none; padding-left: 0; } li ul { padding-left: 1.5rem; }
section li { border: 1px solid #dee2e6; border-radius: .5rem; padding: .5rem .8rem; margin: .4rem 0; }
section li.label { border: 0; padding-left: 0; } section li li { border: 0; padding: 0; margin: 0; }
.kind { font-size: .8rem; padding: .1rem .5rem; border-radius: 1rem; background: #e9ecef; }
.work { background: #f8d7e6; } .read { background: #d3e9f7; } .talk { background: #fdeccf; }
.learn { background: #d9f2e0; }
section li > :last-child { margin-bottom: 0; } .note { color: #5f6a75; font-size: .9rem; margin: .15rem 0; }
details { margin-top: .3rem; } summary { cursor: pointer; color: #0f5ca8; }
""".replace("{", "{{").replace("}", "}}")

FRONT_PAGE = (
    """<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><title>Песочница</title><style>"""
    + _STYLE
    + """</style></head>
<body><h1>Песочница vsosh-moodle</h1>
<p>Это учебный сайт для репетиции: он отвечает на веб-службы Moodle {release} и ничего не знает
о настоящей школе. Войти здесь нельзя, но курсы можно посмотреть.</p>
{courses}
<p class="note">Адрес веб-служб: <code>/webservice/rest/server.php</code>.</p>
</body></html>
"""
)

COURSE_PAGE = (
    """<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><title>{title}</title><style>"""
    + _STYLE
    + """</style></head>
<body><p><a href="/">Все курсы</a></p><h1>{title}</h1>
{summary}
{sections}
</body></html>
"""
)

MAINTENANCE_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Maintenance</title></head>
<body><h1>This site is undergoing maintenance and is currently not available</h1></body></html>
"""

NOT_FOUND_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>404 Not Found</title></head>
<body><h1>404 Not Found</h1></body></html>
"""
