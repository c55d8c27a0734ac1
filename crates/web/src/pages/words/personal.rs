//! Everyone's own agenda, by a private link; what the organiser hands out.

words! {
    /// Texts of a personal page and of hand-outs.
    Personal;
    title: "Agenda de {}", "{}’s agenda";
    now: "En ce moment", "Now";
    next: "Ensuite", "Next";
    until: "jusqu’à {}", "until {}";
    at: "à {}", "at {}";
    table: "Table {}", "Table {}";
    with: "avec {}", "with {}";
    why: "Pourquoi ce rendez-vous", "Why this meeting";
    profile: "Voir la fiche", "See the profile";
    over: "Vos rendez-vous sont terminés. Merci d’être venu.", "Your meetings are over. Thank you for coming.";
    none: "L’agenda n’est pas encore publié.", "The agenda is not published yet.";
    none_hint: "Gardez ce lien\u{a0}: votre agenda apparaîtra ici.", "Keep this link: your agenda will appear here.";
    empty: "Aucun rendez-vous n’est prévu pour vous.", "No meeting is planned for you.";
    all: "Tous vos rendez-vous", "All your meetings";
    changes: "Ce qui a changé depuis la version précédente", "What has changed since the release before";
    new: "nouveau", "new";
    moved: "déplacé", "moved";
    cancelled: "annulé", "cancelled";
    version: "Version {} du {}", "Release {} of {}";
    calendar: "S’abonner au calendrier", "Subscribe to the calendar";
    calendar_hint: "Il se met à jour tout seul si l’agenda change.", "It updates by itself when the agenda changes.";
    pdf: "Imprimer ou garder en PDF", "Print or keep as PDF";
    private: "Ce lien est personnel\u{a0}: il ouvre votre agenda sans mot de passe.", "This link is personal: it opens your agenda without a password.";
    zone: "Heures de {}", "Times of {}";

    hand_outs: "À distribuer", "Hand-outs";
    hand_outs_intro: "Les documents de la dernière version publiée, et le lien personnel de chacun.", "The documents of the last release, and everybody’s personal link.";
    booklet: "Livret de tous les agendas (PDF)", "Booklet of all agendas (PDF)";
    table_cards: "Cartons de table (PDF)", "Table cards (PDF)";
    badges: "Badges avec QR code (PDF)", "Badges with QR codes (PDF)";
    workbook: "Classeur complet (XLSX)", "Full workbook (XLSX)";
    whole_calendar: "Calendrier de l’événement (iCalendar)", "Calendar of the event (iCalendar)";
    links: "Liens personnels", "Personal links";
    links_hint: "Un lien renouvelé remplace l’ancien, qui n’ouvre plus rien.", "A renewed link replaces the old one, which opens nothing any more.";
    who: "Qui", "Who";
    link: "Lien", "Link";
    renew: "Renouveler", "Renew";
    renewed: "Lien renouvelé.", "Link renewed.";
    no_release: "Publiez d’abord un agenda.", "Release an agenda first.";
}
