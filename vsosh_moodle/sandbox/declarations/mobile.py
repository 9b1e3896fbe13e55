"""Declared parameters and results of the mobile tool's functions.

The notation is in `sandbox/outline.py`.
"""

DECLARATIONS: dict[str, tuple[str, str | None]] = {
    "tool_mobile_call_external_functions": (
        """
requests[]
  function alphanumext, arguments raw={}, settingraw bool=0, settingfilter bool=0,
  settingfileurl bool=1, settinglang lang=""
        """,
        """
responses[]
  error bool, data? raw, exception? raw
        """,
    ),
    "tool_mobile_get_config": (
        """
section alphanumext=""
        """,
        """
settings[]
  name raw, value raw
warnings[]?
  item? text, itemid? int, warningcode alphanum, message raw
        """,
    ),
}
