"""The data file: open, journal, migrations, search, snapshot. Knows no noun of the office outside migrations/."""
