"""Tickets that Valmont opened at ours by TMF621 and that belong to no incident yet; one has a word too long for a phone."""

from datetime import datetime, timedelta

from tocsin.store import tmf


def unplaced(now: datetime) -> None:
    """Two of them, of which one bears a number of theirs."""
    for name, external, minutes, text in (
        ("TT-7K3QXM2PAB", "CASE-2026-004711", 52, "Prise 12 sans tension, PDU A, baie R07"),
        (
            "TT-9WD4HZ6NCE",
            "",
            17,
            "alarme_supervision_valmont_par1_salle_s2_baie_r04_pdu_b_prise_09_tension_absente",
        ),
    ):
        tmf.add(
            "valmont", "valmont-tmf", tmf.TICKET, {"name": text}, now - timedelta(minutes=minutes),
            name=name, external=external,
        )  # fmt: skip
