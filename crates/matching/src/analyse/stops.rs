//! Words that carry no subject.
//!
//! The short lists are left out of the index. The long ones are in it, because whole texts are told apart a little better with
//! them (measured on two English sets), but no single demand, evidence or highlight ever rests on one.

use std::collections::HashSet;
use std::sync::LazyLock;

use passerelle_domain::{Language, fold};

use super::Hashed;

/// French function words that the usual list lacks.
pub(super) const FRENCH: &str = "a à afin ainsi alors après au-delà aucun aujourd aussi autre autres avant avoir car ceci cela celle celles \
    celui cet cette ceux chaque chez comme comment contre dès dont donc depuis deux encore enfin entre etc être fait faire hors ici \
    jusque laquelle lequel lesquelles lesquels lors lorsque malgré mais même moins non notamment nul où or ou par parce parmi pendant \
    peu peut peuvent plus plusieurs pour pourquoi près puis quand que quel quelle quelles quels qui quoi sans sauf selon si sinon sous \
    soit sont sur tandis tel telle telles tels tous tout toute toutes très trop un une vers via voici voilà y";

/// English function words that the usual list lacks.
pub(super) const ENGLISH: &str = "about above after again all also am any anyone because been before being below between both can could did \
    do does done during each few from further had has have having he her here him his how i its itself just me more most my nor \
    now off once only other our out over own same she should so some than them through too under until up very we were what when \
    where which while who whom why would you your";

/// Whether a folded word carries no subject in a language.
pub(crate) fn is_function_word(word: &str, language: Language) -> bool {
    static ALL: LazyLock<[HashSet<String, Hashed>; 2]> = LazyLock::new(|| {
        [(FRENCH, MORE_FRENCH), (ENGLISH, MORE_ENGLISH)]
            .map(|(short, long)| short.split_whitespace().chain(long.split_whitespace()).map(fold).collect())
    });
    let [french, english] = &*ALL;
    match language {
        Language::French => french.contains(word),
        Language::English => english.contains(word),
    }
}

/// French function words, each as written: forms of être, avoir, faire, aller, pouvoir, devoir,
/// vouloir, falloir, then prepositions, pronouns, adverbs.
const MORE_FRENCH: &str = "\
    suis es est sommes êtes sont étais était étions étiez étaient fus fut fûmes furent serai seras sera serons serez seront \
    serais serait serions seriez seraient sois soit soyons soyez soient fusse fût étant été être \
    ai as avons avez ont avais avait avions aviez avaient eus eut eurent aurai auras aura aurons aurez auront aurais aurait \
    aurions auriez auraient aie aies ait ayons ayez aient ayant eu eue eus avoir \
    fais fait faites font faisait faisons fera feront ferait faire faisant \
    vais va vas allons allez vont allait ira iront irait aller \
    peux peut peuvent pouvons pouvez pouvait pouvaient pourra pourrait pourraient pourrons pourront puisse puissent pouvoir pu \
    dois doit doivent devons devez devait devra devront devrait devraient devoir dû \
    veux veut veulent voulons voulez voudrait voudrions voulait vouloir \
    faut faudra faudrait fallait \
    a à afin ainsi alors après avant assez aucun aucune aucuns au-delà aujourd aussi autant autour autre autres autrement aux \
    beaucoup bien car ce ceci cela celle celles celui cependant certains certaines ces cet cette ceux chacun chacune chaque chez \
    ci comme comment contre d dans de déjà delà depuis derrière des dès dessous dessus deux devant donc dont du durant elle elles \
    en encore enfin ensuite entre envers et etc eux hors hui ici il ils j jamais je jusque jusqu l la là laquelle le lequel les \
    lesquelles lesquels leur leurs lors lorsque lui ma mais malgré me même mêmes mes mien mieux moi moins mon n ne ni non nos \
    notamment notre nôtre nous nul nulle on or ou où par parce parfois parmi pas pendant peu plus plusieurs plutôt pour pourquoi \
    pourtant près presque puis puisque qu quand quant que quel quelle quelles quelqu quelque quelques quels qui quiconque quoi \
    quoique rien s sa sans sauf se selon ses seulement si sien sinon soi sous souvent sur surtout ta tandis tant te tel telle \
    telles tels tes toi ton toujours tous tout toute toutefois toutes très trop tu un une vers via voici voilà voire vos votre \
    vôtre vous vraiment y ça ceux-ci là-bas";

/// English function words.
const MORE_ENGLISH: &str = "\
    a about above across after again against all almost along already also although always am among an and another any anybody \
    anyone anything are around as at be because been before being below beside besides between both but by can cannot could did \
    do does doing done don during each either else even ever every everybody everyone everything few for from further get gets \
    getting got had has have having he hence her here hers herself him himself his how however i if in into is it its itself \
    just least less let like ll many may me might mine more moreover most much must my myself neither never no nobody none nor not \
    nothing now of off often on once only onto or other others otherwise ought our ours ourselves out over own per perhaps quite \
    rather re really same shall she should since so some somebody someone something sometimes still such than that the their \
    theirs them themselves then there thereby therefore these they this those though through throughout thus to together too \
    toward towards under unless until up upon us ve very via was we were what whatever when where whereas whether which while who \
    whoever whom whose why will with within without would yet you your yours yourself";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_are_known_by_language() {
        for word in ["est", "avant", "apres", "dont", "par", "sera", "peut", "quelqu"] {
            assert!(is_function_word(word, Language::French), "{word}");
        }
        for word in ["is", "the", "would", "been", "without"] {
            assert!(is_function_word(word, Language::English), "{word}");
        }
        assert!(!is_function_word("car", Language::English));
        assert!(!is_function_word("moteur", Language::French));
    }
}
