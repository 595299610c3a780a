"""Fill the database of the settings with the seed: ``python -m tests.web.seeded``; its tables must not exist yet."""

import os

import django
from django.core.management import call_command

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.settings.test")
    django.setup()
    from tests.web import seed
    from tests.web.seed_majors import majors
    from tests.web.seed_recurrences import problem, recurring
    from tests.web.seed_sites import sites
    from tests.web.seed_statements import statement
    from tests.web.seed_tickets import unplaced
    from tocsin.flow import clock
    from tocsin.store.models import Account

    call_command("migrate", verbosity=0)
    seed.everything()
    seed.uncertain_place(clock.now())
    unplaced(clock.now())
    recurring(clock.now())
    problem(clock.now())
    sites(clock.now(), Account.objects.get(username="karim"))
    statement()
    majors(clock.now(), Account.objects.get(username="karim"))
