"""The same facts cut by class, category, month, teacher: plain rows for tables and charts."""
