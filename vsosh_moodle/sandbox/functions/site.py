"""What the site is and what this token may call: get_site_info, tool_mobile_get_config."""

from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.formatting import fullname
from vsosh_moodle.sandbox.install import SITE_COURSE_ID, SITE_TIMEZONE
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_FEATURES = {
    "usecomments": 1,
    "usetags": 1,
    "enablenotes": 1,
    "messaging": 1,
    "enableblogs": 1,
    "enablecompletion": 1,
    "enablebadges": 1,
    "messagingallusers": 0,
    "enablecustomreports": 1,
    "enableglobalsearch": 0,
    "mnet_dispatcher_mode": 0,
    "enablecompetencies": 1,
}

_SINCE_45 = {"enableglobalsearch", "enablecompetencies"}


@function("core_webservice_get_site_info")
def get_site_info(call: Call, serviceshortnames: list[str]) -> Row:
    """Describe the site and the caller; `functions` lists the service of the token."""
    _ = serviceshortnames  # kept by Moodle for old clients, read by no one
    release, user = call.release, call.user
    return {
        "sitename": call.string(
            call.store.value("SELECT fullname FROM course WHERE id = ?", SITE_COURSE_ID)
        ),
        "username": user["username"],
        "firstname": user["firstname"],
        "lastname": user["lastname"],
        "fullname": fullname(user),
        "lang": "en",
        "userid": user["id"],
        "siteurl": call.wwwroot,
        "userpictureurl": f"{call.wwwroot}/theme/image.php/boost/core/1/u/f1",
        "functions": _functions(call),
        "downloadfiles": 0,
        "uploadfiles": int(call.uploads_files),
        "release": release.release,
        "version": release.version,
        "mobilecssurl": "",
        "advancedfeatures": [
            {"name": name, "value": value}
            for name, value in _FEATURES.items()
            if name not in _SINCE_45 or release.has("4.5")
        ],
        "usercanmanageownfiles": True,
        "userquota": 0 if call.access.is_admin else 100 * 1024 * 1024,
        "usermaxuploadfilesize": -1 if call.access.is_admin else 2 * 1024 * 1024,
        "userhomepage": 1,
        "userprivateaccesskey": "",
        "siteid": SITE_COURSE_ID,
        "sitecalendartype": "gregorian",
        "usercalendartype": user["calendartype"],
        "userissiteadmin": call.access.is_admin,
        "theme": "boost",
        "limitconcurrentlogins": 0,
        "policyagreed": 0,
    }


def _functions(call: Call) -> list[Row]:
    names = call.functions
    if not call.store.value(
        "SELECT every_function FROM external_services WHERE id = ?", call.serviceid
    ):
        listed = call.store.column(
            "SELECT functionname FROM external_services_functions WHERE externalserviceid = ?",
            call.serviceid,
        )
        names = names & set(listed)
    return [{"name": name, "version": call.release.version} for name in sorted(names)]


@function("tool_mobile_get_config")
def get_config(call: Call, section: str) -> Row:
    """Tell the few settings the sandbox has; 4.1 does not tell the time zone."""
    front = call.store.get("course", SITE_COURSE_ID)
    sections = {
        "frontpagesettings": {name: front[name] for name in ("fullname", "shortname", "summary")},
        "calendar": {"calendartype": "gregorian", "calendar_startwday": "1"},
    }
    if call.release.has("4.5"):
        sections["locationsettings"] = {"timezone": SITE_TIMEZONE, "forcetimezone": "99"}
    wanted = sections.values() if not section else [sections.get(section, {})]
    settings = [{"name": name, "value": value} for group in wanted for name, value in group.items()]
    return {"settings": settings, "warnings": []}
