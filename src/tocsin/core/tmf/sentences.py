"""Sentences of the TMF inlets, in both languages: refusals, mistakes in what came in, reasons."""

from tocsin.core.kernel.sentences import declare, declare_faults

declare(
    {
        "tmf.no_resource": (
            "Pas de ressource à cette adresse.",
            "No such resource at this address.",
        ),
        "tmf.not_acceptable_method": (
            "Méthode {method} non prévue ici. Un ticket ne s'efface pas : annulez-le (status: cancelled) ; une alarme se"
            " termine (state: cleared).",
            "Method {method} is not for this address. A ticket is not deleted: cancel it (status: cancelled); an alarm is"
            " ended (state: cleared).",
        ),
        "tmf.media_type": (
            "Type de contenu non accepté : {media_type}. Envoyez {accepted}.",
            "Content type not accepted: {media_type}. Send {accepted}.",
        ),
        "tmf.not_implemented": (
            "« {name} » n'est pas pris en charge : {instead}.",
            "'{name}' is not supported: {instead}.",
        ),
        "tmf.known_already": (
            "{resource} {id} porte déjà l'identifiant {external}, avec un autre contenu : modifiez-le (PATCH).",
            "{resource} {id} has the identifier {external} already, with another content: change it (PATCH).",
        ),
        "tmf.final": (
            "Le ticket est {status} : il ne change plus d'état. Ouvrez-en un autre.",
            "The ticket is {status}: its state changes no more. Open another one.",
        ),
        "tmf.cleared": (
            "L'alarme est terminée : créez-en une autre.",
            "The alarm is cleared: create another one.",
        ),
        "tmf.registered": (
            "{callback} est déjà inscrit, sous {id}.",
            "{callback} is registered already, as {id}.",
        ),
        "tmf.too_many": (
            "{most} au plus : {what}.",
            "At most {most}: {what}.",
        ),
        "tmf.placed": (
            "Ce ticket est déjà celui d'un incident.",
            "This ticket belongs to an incident already.",
        ),
        "tmf.crashed": (
            "Erreur de notre côté : rien n'a été enregistré.",
            "A fault of ours: nothing was kept.",
        ),
    }
)

declare_faults(
    {
        "tmf.fault.required": ("obligatoire", "required"),
        "tmf.fault.form": ("{form} attendu", "expected {form}"),
        "tmf.fault.instant": (
            "« {found} » n'est pas une date et heure avec fuseau",
            "{found!r} is no date and time with a zone",
            "écrivez 2026-11-23T12:00:00Z",
            "write 2026-11-23T12:00:00Z",
        ),
        "tmf.fault.word": (
            "« {found} » inconnu ici",
            "{found!r} is unknown here",
            "un de : {known}",
            "one of: {known}",
        ),
        "tmf.fault.nul": ("caractère nul", "a NUL character"),
        "tmf.fault.long": ("plus de {most} caractères", "over {most} characters"),
        "tmf.fault.many": ("plus de {most} éléments", "over {most} elements"),
        "tmf.fault.deep": ("plus de {most} niveaux", "nested deeper than {most} levels"),
        "tmf.fault.file": ("plus de {most} Mio", "over {most} MiB"),
        "tmf.fault.ours": (
            "attribut que nous tenons",
            "an attribute that we keep",
            "laissez-le de côté",
            "leave it out",
        ),
        "tmf.fault.kept": (
            "ce qui a été dit dans un ticket y reste",
            "what was said in a ticket stays there",
            "ajoutez une note",
            "add a note",
        ),
        "tmf.fault.no_attribute": (
            "pas d'attribut « {name} »",
            "no attribute {name!r}",
        ),
        "tmf.fault.condition": (
            "« {given} » ne peut être comparé",
            "{given!r} cannot be compared",
        ),
        "tmf.fault.path": (
            "pas un chemin JSONPath (RFC 9535) que nous évaluons",
            "no JSONPath (RFC 9535) that we evaluate",
        ),
        "tmf.fault.number": (
            "nombre entier de 0 à {most} attendu",
            "expected a whole number from 0 to {most}",
        ),
        "tmf.fault.callback": (
            "cette adresse n'est pas parmi celles convenues",
            "this address is not among those agreed",
            "demandez-nous de l'ajouter aux adresses convenues",
            "ask us to add it to those agreed",
        ),
        "tmf.fault.incident": (
            "pas un numéro d'incident",
            "no number of an incident",
            "écrivez INC-42",
            "write INC-42",
        ),
        "tmf.fault.pattern": (
            "un motif doit nommer au moins un attribut",
            "a pattern must name at least one attribute",
        ),
    }
)
