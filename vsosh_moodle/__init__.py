"""School-as-code for Moodle: files in, a plan shown, a school provisioned."""

__version__ = "0.1.0"
