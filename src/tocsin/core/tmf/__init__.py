"""TMF: trouble tickets (TMF621 v4 and v5) and alarms (TMF642 v4) of suppliers who call us. Rules; no HTTP, no rows."""

from tocsin.core.tmf import sentences as sentences
