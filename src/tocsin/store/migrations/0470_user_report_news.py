"""User reports: the news that users had, each with its incident; and the form that a call was written in."""

from typing import Any

from django.db import migrations, models

_OF_A_PERSON = "workaround"


def together(apps: Any, schema_editor: Any) -> None:
    """One value for each news that was mailed. Until now a report was never mailed about two incidents."""
    reports = apps.get_model("store", "UserReport").objects
    for report in reports.iterator():
        value = report.value
        news, times = value.pop("news", []), value.pop("mailed_at", [])
        value.pop("over", None)
        value["informed"] = [
            {"news": name, "at": at, "incident": None if name == "recorded" else report.incident_id, "mailed": True}
            for name, at in zip(news, times, strict=False)
        ]
        if report.over and "resolved" not in news:
            end = {"news": "resolved", "at": value["at"], "incident": report.incident_id, "mailed": False}
            value["informed"].append(end)
        known = [had for had in value["informed"] if had["news"] != _OF_A_PERSON]
        report.current = bool(known) and known[-1]["incident"] == report.incident_id
        report.save(update_fields=["value", "current"])


def apart(apps: Any, schema_editor: Any) -> None:
    """As the version before reads it."""
    reports = apps.get_model("store", "UserReport").objects
    for report in reports.iterator():
        had = [news for news in report.value.pop("informed", []) if news["mailed"]]
        known = [news for news in had if news["news"] in ("recorded", "opened", _OF_A_PERSON, "resolved")]
        report.value |= {"news": [news["news"] for news in known], "mailed_at": [news["at"] for news in known]}
        report.value["over"] = report.over
        report.save(update_fields=["value"])


class Migration(migrations.Migration):
    dependencies = [("store", "0440_user_reports")]
    operations = [
        migrations.AddField(
            "UserReport", "current", models.BooleanField(default=False, db_default=False)
        ),
        migrations.AddField("UserReport", "key", models.TextField(blank=True, db_default="")),
        migrations.RunPython(together, apart),
        migrations.AddIndex(
            "UserReport",
            models.Index("id", name="user_report_not_current", condition=models.Q(current=False)),
        ),
        migrations.AddConstraint(
            "UserReport",
            models.UniqueConstraint("key", name="user_report_key", condition=~models.Q(key="")),
        ),
    ]
