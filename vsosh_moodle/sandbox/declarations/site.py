"""Declared parameters and results of the web service functions for the site, roles and formats.

From the declarations of Moodle 4.1.1 and 4.5.6; the notation is in `sandbox/outline.py`.
"""

DECLARATIONS: dict[str, tuple[str, str | None]] = {
    "core_webservice_get_site_info": (
        """
serviceshortnames[] alphanumext=[]
        """,
        """
sitename raw, username raw, firstname text, lastname text, fullname text, lang lang,
userid int, siteurl raw, userpictureurl url
functions[]
  name raw, version text
downloadfiles? int, uploadfiles? int, release? text, version? text, mobilecssurl? url
advancedfeatures[]?
  name alphanumext, value int
usercanmanageownfiles? bool, userquota? int, usermaxuploadfilesize? int, userhomepage? int,
userhomepageurl? localurl@4.5, userprivateaccesskey? alphanum, siteid? int,
sitecalendartype? plugin, usercalendartype? plugin, userissiteadmin? bool, theme? theme,
limitconcurrentlogins? int, usersessionscount? int, policyagreed? int@4.5
        """,
    ),
    "core_update_inplace_editable": (
        """
component component, itemtype notags, itemid raw, value raw
        """,
        """
displayvalue raw, component? notags, itemtype? notags, value? raw, itemid? raw,
edithint? notags, editlabel? raw
editicon{}?
  key? raw, component? component, title? notags
type? alpha, options? raw, linkeverything? int
        """,
    ),
    "core_courseformat_update_course": (
        """
action alphanumext, courseid int
ids[] int=[]
targetsectionid int=null, targetcmid int=null
        """,
        """
= raw
        """,
    ),
    "core_role_assign_roles": (
        """
assignments[]
  roleid int, userid int, contextid? int, contextlevel? alpha, instanceid? int
        """,
        None,
    ),
    "core_role_unassign_roles": (
        """
unassignments[]
  roleid int, userid int, contextid? int, contextlevel? alpha, instanceid? int
        """,
        None,
    ),
}
