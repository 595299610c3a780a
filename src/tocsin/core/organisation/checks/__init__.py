"""Checks: what is wrong with an organisation, one file for each subject."""

import tocsin.core.organisation.checks.sentences
import tocsin.core.organisation.checks.sentences_escalation
import tocsin.core.organisation.checks.sentences_inventory
import tocsin.core.organisation.checks.sentences_people
import tocsin.core.organisation.checks.sentences_sites  # noqa: F401  a mistake can be said wherever it is found
