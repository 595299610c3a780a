"""Subject: how a row's value is read with its subject, be it of the version before, which knew incidents alone."""

# Of timeline entries and notices. The columns have the subject; the value of an older row says ``incident`` instead.
VALUE = (
    "(value - 'incident' || jsonb_build_object('subject',"
    " jsonb_build_object('kind', subject_kind, 'id', subject_id)))::text"
)
