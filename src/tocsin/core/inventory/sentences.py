"""The reasons of a resolution, in French and in English."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "resolution.exact": (
            "La source nomme notre élément {item}.",
            "The source names our item {item}.",
        ),
        "resolution.taught": (
            "{by} a répondu que « {said} » désigne {item}.",
            "{by} has answered that '{said}' means {item}.",
        ),
        "resolution.alias": ("« {said} » est un alias de {item}.", "'{said}' is an alias of {item}."),
        "resolution.name": ("« {said} » est le nom de {item}.", "'{said}' is the name of {item}."),
        "resolution.address": (
            "L'adresse {said} est celle de {item}.",
            "The address {said} is that of {item}.",
        ),
        "resolution.location": (
            "L'emplacement « {said} » est celui de {item}.",
            "The location '{said}' is that of {item}.",
        ),
        "resolution.ambiguous": (
            "« {said} » peut désigner {count} éléments ; {item} n'est qu'une supposition.",
            "'{said}' may mean {count} items; {item} is only a guess.",
        ),
        "resolution.contradiction": (
            "« {said} » désigne {item} par son nom et {other} par son emplacement : l'un des deux est faux.",
            "'{said}' means {item} by its name and {other} by its location: one of them is wrong.",
        ),
        "resolution.incomplete": (
            "Dans « {said} », {unknown} est inconnu ; {item}, qui l'entoure, n'est qu'une supposition.",
            "In '{said}', {unknown} is unknown; {item}, around it, is only a guess.",
        ),
        "resolution.supplied": (
            "Le message ne dit pas où ; {item} vient du format, ce n'est qu'une supposition.",
            "The message does not say where; {item} comes from the format, it is only a guess.",
        ),
        "resolution.similar": (
            "Rien ne s'appelle « {said} » ; {item} y ressemble à {percent} %.",
            "Nothing is called '{said}'; {item} looks like it, {percent}%.",
        ),
        "resolution.source": (
            "« {said} » est une source, pas un de nos éléments.",
            "'{said}' is a source, not one of our items.",
        ),
        "resolution.none": (
            "« {said} » ne désigne aucun élément connu.",
            "'{said}' means no known item.",
        ),
    }
)
