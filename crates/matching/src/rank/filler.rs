//! Words of demands that say how much or how, not what.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Folded. They count in the brief as a whole, where their rarity decides, but no demand is met by one of them.
const FILLER: &str = "\
    ability able aide aider annees ans apporter apprecie appreciee assurer attendu attendue attendus besoin \
    besoins bienvenu bienvenue big bon bonne bonnes cadre capacite cas case cases certificate certified chose \
    choses cinq clear client clients competence competences confirme confirmee connaissance connaissances day \
    days demande demandee demandes demonstrated demontre demontree deux disposant disposer engineer ensemble \
    equipe exige exigee exigees experience experiences expertise faire first five fois four general generale \
    gens given good grand grande grandes grands gros having help heure heures hour hours idealement imperatif \
    include includes including indispensable interne job jour jours know knowledge known large least look \
    looking lot lots maitrise make makes mandatory meme metier mettre minimum moins mois must necessaire \
    necessary need needed needs new nice niveau nos notions notre nous nouveau nouveaux nouvelle nouvelles \
    obligatoire one part partenaire partie parties parts people permettre person personne personnes petit petite \
    plus possible possibles premier premiere prendre prestataire project projects projet projets propre propres \
    proven provide provides quatre quelqu real realisation reel reelle required requis requise savoir second \
    semaine semaines sera serait serieuse serieux should skill skills small solid solide solides someone \
    souhaite souhaitee strong sujet team thing things three trois two type use used useful uses using utile \
    utiles voir vrai vraie want wants way ways week weeks work works would year years";

/// Whether a folded word says how much or how.
pub(super) fn is_filler(word: &str) -> bool {
    static ALL: LazyLock<BTreeSet<&str>> = LazyLock::new(|| FILLER.split_whitespace().collect());
    ALL.contains(word)
}
