"""Declared parameters and results of the web service functions for courses and sections.

From the declarations of Moodle 4.1.1 and 4.5.6; the notation is in `sandbox/outline.py`.
"""

DECLARATIONS: dict[str, tuple[str, str | None]] = {
    "core_course_get_courses": (
        """
options{}=[]
  ids[]? int
        """,
        """
[]
  id int, shortname raw, categoryid int, categorysortorder? int, fullname raw, displayname raw,
  idnumber? raw, summary raw, summaryformat int, format plugin, showgrades? int,
  newsitems? int, startdate int, enddate int, numsections? int, maxbytes? int,
  showreports? int, visible? int, hiddensections? int, groupmode? int, groupmodeforce? int,
  defaultgroupingid? int, timecreated? int, timemodified? int, enablecompletion? int,
  completionnotify? int, lang? safedir, forcetheme? plugin
  courseformatoptions[]?
    name alphanumext, value raw
  showactivitydates bool, showcompletionconditions bool
  customfields[]?
    name raw, shortname alphanumext, type component, valueraw raw, value raw
        """,
    ),
    "core_course_get_courses_by_field": (
        """
field alpha="", value raw=""
        """,
        """
courses[]
  id int, fullname raw, displayname raw, shortname raw, courseimage? url@4.5, categoryid int,
  categoryname raw, sortorder? int, summary raw, summaryformat int
  summaryfiles[]?
    filename? file, filepath? path, filesize? int, fileurl? url, timemodified? int,
    mimetype? raw, isexternalfile? bool, repositorytype? plugin, icon? raw@4.5
  overviewfiles[]
    filename? file, filepath? path, filesize? int, fileurl? url, timemodified? int,
    mimetype? raw, isexternalfile? bool, repositorytype? plugin, icon? raw@4.5
  showactivitydates bool, showcompletionconditions bool
  contacts[]
    id int, fullname notags
  enrollmentmethods[] plugin
  customfields[]?
    name raw, shortname raw, type alphanumext, valueraw raw, value raw
  idnumber? raw, format? plugin, showgrades? int, newsitems? int, startdate? int, enddate? int,
  maxbytes? int, showreports? int, visible? int, groupmode? int, groupmodeforce? int,
  defaultgroupingid? int, enablecompletion? int, completionnotify? int, lang? safedir,
  theme? plugin, marker? int, legacyfiles? int, calendartype? plugin, timecreated? int,
  timemodified? int, requested? int, cacherev? int
  filters[]?
    filter plugin, localstate int, inheritedstate int
  courseformatoptions[]?
    name raw, value raw
  communicationroomname? text@4.5, communicationroomurl? raw@4.5
warnings[]?
  item? text, itemid? int, warningcode alphanum, message raw
        """,
    ),
    "core_course_create_courses": (
        """
courses[]
  fullname text, shortname text, categoryid int, idnumber? raw, summary? raw,
  summaryformat int=1, format plugin=topics, showgrades int=1, newsitems int=5, startdate? int,
  enddate? int, numsections? int, maxbytes int=0, showreports int=0, visible? int,
  hiddensections? int, groupmode int=0, groupmodeforce int=0, defaultgroupingid int=0,
  enablecompletion? int, completionnotify? int, lang? safedir, forcetheme? plugin
  courseformatoptions[]?
    name alphanumext, value raw
  customfields[]?
    shortname alphanumext, value raw
        """,
        """
[]
  id int, shortname raw
        """,
    ),
    "core_course_update_courses": (
        """
courses[]
  id int, fullname? text, shortname? text, categoryid? int, idnumber? raw, summary? raw,
  summaryformat? int, format? plugin, showgrades? int, newsitems? int, startdate? int,
  enddate? int, numsections? int, maxbytes? int, showreports? int, visible? int,
  hiddensections? int, groupmode? int, groupmodeforce? int, defaultgroupingid? int,
  enablecompletion? int, completionnotify? int, lang? safedir, forcetheme? plugin
  courseformatoptions[]?
    name alphanumext, value raw
  customfields[]?
    shortname alphanumext, value raw
        """,
        """
warnings[]?
  item? text, itemid? int, warningcode alphanum, message raw
        """,
    ),
    "core_course_delete_courses": (
        """
courseids[] int
        """,
        """
warnings[]?
  item? text, itemid? int, warningcode alphanum, message raw
        """,
    ),
    "core_course_get_contents": (
        """
courseid int
options[]=[]
  name alphanum, value raw
        """,
        """
[]
  id int, name raw, visible? int, summary raw, summaryformat int, section? int,
  hiddenbynumsections? int, uservisible? bool, availabilityinfo? raw, component? component@4.5,
  itemid? int@4.5
  modules[]
    id int, url? url, name raw, instance? int, contextid? int, description? raw, visible? int,
    uservisible? bool, availabilityinfo? raw, visibleoncoursepage? int, modicon url,
    modname plugin, purpose alpha@4.5, branded? bool@4.5, modplural text, availability? raw,
    indent int, onclick? raw, afterlink? raw
    activitybadge{}?@4.5
      badgecontent? text, badgestyle? text, badgeurl? url, badgeelementid? alphanumext
      badgeextraattributes[]?
        name? text, value? text
    customdata? raw, noviewlink? bool, completion? int
    completiondata{}=[]
      state int!, timecompleted int!, overrideby int, valueused bool!, hascompletion bool!,
      isautomatic bool!, istrackeduser bool!, uservisible bool!
      details[]
        rulename raw!
        rulevalue{}
          status int!, description raw!
      isoverallcomplete? bool!@4.5
    downloadcontent? int
    dates[]=[]
      label text, timestamp int, relativeto? int, dataid? notags
    groupmode? int@4.5
    contents[]=[]
      type text, filename file, filepath path, filesize int, fileurl? url, content? raw,
      timecreated int, timemodified int, sortorder int, mimetype? raw, isexternalfile? bool,
      repositorytype? plugin, userid int, author text, license text
      tags[]?
        id int!, name tag!, rawname raw!, isstandard bool!, tagcollid int!, taginstanceid int!,
        taginstancecontextid int!, itemid int!, ordering int!, flag int, viewurl? url@4.5
    contentsinfo{}?
      filescount int, filessize int, lastmodified int
      mimetypes[] raw
      repositorytype? plugin
        """,
    ),
    "core_course_get_course_module": (
        """
cmid int
        """,
        """
cm{}
  id int, course int, module int, name raw, modname component, instance int, section int,
  sectionnum int, groupmode int, groupingid int, completion int, idnumber? raw, added? int,
  score? int, indent? int, visible? int, visibleoncoursepage? int, visibleold? int,
  completiongradeitemnumber? int, completionpassgrade? int, completionview? int,
  completionexpected? int, showdescription? int, downloadcontent? int, availability? raw,
  grade? float, scale? text, gradepass? raw, gradecat? int
warnings[]?
  item? text, itemid? int, warningcode alphanum, message raw
        """,
    ),
    "core_course_search_courses": (
        """
criterianame alpha, criteriavalue raw, page int=0, perpage int=0
requiredcapabilities[] capability=[]
limittoenrolled bool=0, onlywithcompletion bool=0
        """,
        """
total int
courses[]
  id int, fullname raw, displayname raw, shortname raw, courseimage? url@4.5, categoryid int,
  categoryname raw, sortorder? int, summary raw, summaryformat int
  summaryfiles[]?
    filename? file, filepath? path, filesize? int, fileurl? url, timemodified? int,
    mimetype? raw, isexternalfile? bool, repositorytype? plugin, icon? raw@4.5
  overviewfiles[]
    filename? file, filepath? path, filesize? int, fileurl? url, timemodified? int,
    mimetype? raw, isexternalfile? bool, repositorytype? plugin, icon? raw@4.5
  showactivitydates bool, showcompletionconditions bool
  contacts[]
    id int, fullname notags
  enrollmentmethods[] plugin
  customfields[]?
    name raw, shortname raw, type alphanumext, valueraw raw, value raw
warnings[]?
  item? text, itemid? int, warningcode alphanum, message raw
        """,
    ),
    "core_course_delete_modules": (
        """
cmids[] int!
        """,
        None,
    ),
    "core_course_edit_module": (
        """
action alpha, id int, sectionreturn int=null
        """,
        """
= raw
        """,
    ),
    "core_course_edit_section": (
        """
action alpha, id int, sectionreturn int=null
        """,
        """
= raw
        """,
    ),
}
