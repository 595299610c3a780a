"""Reading absences: a calendar (iCalendar) or a sheet as absences, or every mistake in it. Knows no rows and no file."""
