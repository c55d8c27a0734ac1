//! Words of demands that say how much or how, not what.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Folded. They count in the brief as a whole, where their rarity decides, but no demand is met by one of them.
const FILLER: &str = "\
    ability able accept accepted actual actually actuel actuelle actuelles actuels adapte adaptee adaptes add added \
    additional aide aider annees ans anyone aout apporter apprecie appreciee appropriate april asset assurer attendu \
    attendue attendus august automne autumn avril awareness based besoin besoins bien bienvenu bienvenue big bon \
    bonne bonnes bons bonus broad cadre candidat candidats capacite carried carry cas case cases certain certaine \
    certaines certains certificate certified chose choses cinq clear client clients comfortable comparable \
    comparables competence competences complementaire complementaires complet completed complets concret concrete \
    conduct conducted conduire confirme confirmee connaissance connaissances could cours culture current currently \
    day days december decembre deep define defined defini definie definir deliver deliverable delivered delivering \
    delivers demande demandee demandes demonstrated demontre demontree desirable desired deux disposant disposer \
    divers diverses dix dizaine dozen effectue effectuee effectuer eight engineer enough ensemble ensure ensuring \
    entier entiere entire equipe equivalent equivalents essential ete exige exigee exigees existant existante \
    existantes existants existing experience experiences expert expertes expertise experts facon faire familiar \
    familiarite familiarity february fevrier first five fois following four fourni fournie fournir full further \
    general generale gens gere gerer given good grand grande grandes grands gros handle handled handling hands \
    having help heure heures hiver hour hours huit ideal idealement imperatif important include includes including \
    indispensable interne january janvier job jour jours juillet juin july june key know knowledge known large least \
    literacy livre livree livrer look looking lot lots mai main maitrise major make makes manage managing mandatory \
    maniere many march mars meme mene menee mener metiers mettre minimum minor minute minutes mise moins mois month \
    months much must necessaire necessary need needed needs neuf new nice nine niveau nos notion notions notre nous \
    nouveau nouveaux nouvelle nouvelles november novembre obligatoire obviously october octobre one option optional \
    options overall own part partenaire partie parties partir partout parts people perform performed performing \
    permettre person personne personnes pertinent pertinente petit petite place plus plusieurs possible possibles \
    practical pratique pratiques preferably preferred premier premiere prendre present prestataire principal \
    principale principales principaux printemps produce produced produire professional professionals professionnel \
    professionnelle professionnels proficiency proficient profil profils project projects projet projets proper \
    properly propose proposer propre propres proven provide provides quarter quatre quelqu quelque real realisation \
    realise realisee realiser really reel reelle reellement reelles reels reference references related relevant \
    required requis requise respective revanche run running savoir second seconde secondes seconds semaine semaines \
    semester semestre sens sept september septembre sera serait serieuse serieusement serieux serious seriously set \
    setup seven several should similaire similaires similar six skill skills small solid solide solides somebody \
    someone somewhere souhaite souhaitee specialist specialiste specialistes specialists spring strong suitable \
    sujet summer team ten terme termes thing things thorough thoroughly three titre titulaire traiter trente \
    trimestre trois truly twenty two type understanding use used useful uses using utile utiles various vingt voir \
    vrai vraie vraiment want wants way ways week weeks welcome whole wide winter work works would year years";

/// Whether a folded word says how much or how.
pub(super) fn is_filler(word: &str) -> bool {
    static ALL: LazyLock<BTreeSet<&str>> = LazyLock::new(|| FILLER.split_whitespace().collect());
    ALL.contains(word)
}
