//! Complaints and remarks of the importer in French.
//!
//! Readers speak English everywhere; an organiser in France reads why a cell was refused in French. The list is closed: every
//! sentence of this module, and of the values that cells are made into, with `{}` for what varies.

/// A complaint, remark or hint of an import in French; `None` for a sentence that is not one of the importer's.
pub fn in_french(english: &str) -> Option<String> {
    translated(SENTENCES, english)
}

/// A sentence by a table of English and French patterns, `{}` for what varies; the first pattern that fits counts.
pub fn translated(table: &[(&str, &str)], english: &str) -> Option<String> {
    table.iter().find_map(|(pattern, french)| {
        let found = matched(pattern, english)?;
        let mut parts = french.split("{}");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for (part, value) in parts.zip(found) {
            out.push_str(value);
            out.push_str(part);
        }
        Some(out)
    })
}

/// What stands in the places of a pattern, if the text follows it.
fn matched<'t>(pattern: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut literals = pattern.split("{}");
    let mut rest = text.strip_prefix(literals.next()?)?;
    let mut found = Vec::new();
    let mut literals = literals.peekable();
    while let Some(literal) = literals.next() {
        let at = if literals.peek().is_none() {
            rest.len().checked_sub(literal.len()).filter(|&at| rest.get(at..) == Some(literal))?
        } else {
            rest.find(literal)?
        };
        found.push(rest.get(..at)?);
        rest = rest.get(at + literal.len()..)?;
    }
    rest.is_empty().then_some(found)
}

/// English, French; the narrower pattern before the wider.
const SENTENCES: &[(&str, &str)] = &[
    // The file as a whole.
    ("the file has more than {}", "le fichier dépasse {}"),
    ("the format is not known", "le format n'est pas reconnu"),
    ("`.{}` files are not imported", "les fichiers `.{}` ne s'importent pas"),
    ("`.{}` files are not read", "les fichiers `.{}` ne sont pas lus"),
    ("give .xlsx, .csv, .tsv or .json", "donnez un .xlsx, .csv, .tsv ou .json"),
    (
        "workbooks that can hold macros are not read",
        "les classeurs qui peuvent contenir des macros ne sont pas lus",
    ),
    ("the workbook holds macros", "le classeur contient des macros"),
    ("the workbook is linked to other files", "le classeur est lié à d'autres fichiers"),
    (
        "in the Data menu break the links, or copy the sheet and paste values only",
        "rompez les liaisons dans le menu Données, ou copiez la feuille et collez les valeurs seules",
    ),
    ("the workbook is protected by a password", "le classeur est protégé par un mot de passe"),
    ("take the password off and save it again", "ôtez le mot de passe et enregistrez de nouveau"),
    ("the workbook is in the format of Excel before 2007", "le classeur est au format d'Excel d'avant 2007"),
    ("this is no .xlsx workbook", "ce n'est pas un classeur .xlsx"),
    ("the workbook is damaged or cut off", "le classeur est abîmé ou tronqué"),
    ("the workbook is made of more than {} files", "le classeur est fait de plus de {} fichiers"),
    (
        "the workbook unpacks to more than {} times its size",
        "le classeur décompressé dépasse {} fois sa taille",
    ),
    ("the workbook unpacks to more than {}", "le classeur décompressé dépasse {}"),
    (
        "the workbook's styles or lists are larger than any real one's",
        "les styles ou listes du classeur dépassent tout classeur réel",
    ),
    (
        "copy what is in the cells into a new workbook",
        "copiez le contenu des cellules dans un nouveau classeur",
    ),
    ("the workbook has too many large sheets", "le classeur a trop de grandes feuilles"),
    (
        "the workbook has more than {} cells, most of them empty",
        "le classeur a plus de {} cellules, vides pour la plupart",
    ),
    ("take away the formats of empty rows and columns", "ôtez la mise en forme des lignes et colonnes vides"),
    ("the file holds too many values", "le fichier contient trop de valeurs"),
    ("a text has more than {} characters", "un texte dépasse {} caractères"),
    ("the workbook has {} sheets", "le classeur a {} feuilles"),
    ("send it again, or open it and save it anew", "envoyez-le de nouveau, ou ouvrez-le et enregistrez-le"),
    (
        "open it in a spreadsheet program and save it as .xlsx",
        "ouvrez-le dans un tableur et enregistrez-le en .xlsx",
    ),
    (
        "save it as .xlsx, the format of Excel since 2007",
        "enregistrez-le en .xlsx, le format d'Excel depuis 2007",
    ),
    (
        "save it as .xlsx without macros, and give only what is in the cells",
        "enregistrez-le en .xlsx sans macros, et ne donnez que le contenu des cellules",
    ),
    ("save it as .xlsx, without macros", "enregistrez-le en .xlsx, sans macros"),
    (
        "take away pictures and old sheets, or import it in parts",
        "ôtez les images et les vieilles feuilles, ou importez-le en plusieurs fois",
    ),
    ("import it in parts", "importez-le en plusieurs fois"),
    ("keep it to {}", "restez à {}"),
    ("there are more than {} rows", "il y a plus de {} lignes"),
    ("there are more than {} columns", "il y a plus de {} colonnes"),
    ("there are more than {} entries", "il y a plus de {} entrées"),
    ("take away those that are not needed", "ôtez celles qui ne servent pas"),
    ("check separators and double quotes", "vérifiez les séparateurs et les guillemets droits"),
    ("more than {} cells are filled", "plus de {} cellules sont remplies"),
    ("the cell has more than {} characters", "la cellule dépasse {} caractères"),
    ("a cell has more than {} characters", "une cellule dépasse {} caractères"),
    ("shorten it", "raccourcissez-la"),
    (
        "the texts of all cells together are too long",
        "les textes de toutes les cellules ensemble sont trop longs",
    ),
    ("the row cannot be read", "la ligne ne peut pas être lue"),
    ("check its double quotes", "vérifiez ses guillemets droits"),
    ("a double quote is not closed", "un guillemet droit n'est pas fermé"),
    ("close it; inside a text, write two", "fermez-le ; dans un texte, écrivez-en deux"),
    ("this is not a text file", "ce n'est pas un fichier texte"),
    ("give a text file, saved as UTF-8", "donnez un fichier texte, enregistré en UTF-8"),
    (
        "the file says it is {} and holds bytes that are not",
        "le fichier se dit {} et contient des octets qui n'en sont pas",
    ),
    ("save it again as UTF-8", "enregistrez-le de nouveau en UTF-8"),
    ("read as {}", "lu comme {}"),
    (
        "save it as UTF-8 if letters with accents look wrong",
        "enregistrez-le en UTF-8 si les accents sont faux",
    ),
    ("holds no row to import", "ne contient aucune ligne à importer"),
    ("fill in the template, one line for each firm", "remplissez le modèle, une ligne par firme"),
    ("{} more complaints are left out", "{} autres refus ne sont pas montrés"),
    ("correct those above first", "corrigez d'abord ceux qui précèdent"),
    // Sheets and columns.
    ("the columns of sheet `{}` are not known", "les colonnes de la feuille `{}` ne sont pas reconnues"),
    ("the columns are not known", "les colonnes ne sont pas reconnues"),
    (
        "write headings such as `{}` in the first line, or take the template",
        "écrivez des titres tels que `{}` dans la première ligne, ou prenez le modèle",
    ),
    (
        "write headings such as `{}` in one row, or take the template",
        "écrivez des titres tels que `{}` dans une ligne, ou prenez le modèle",
    ),
    ("no row of headings is known", "aucune ligne de titres n'est reconnue"),
    (
        "there is no column of names (`Nom`) or ids (`Identifiant`)",
        "il manque la colonne des noms (`Nom`) ou des identifiants (`Identifiant`)",
    ),
    ("there is no column of skills (`Compétence`)", "il manque la colonne des compétences (`Compétence`)"),
    ("there is no column of standards (`Norme`)", "il manque la colonne des normes (`Norme`)"),
    ("there is no column of clients (`Client`)", "il manque la colonne des clients (`Client`)"),
    (
        "there is no column of firms (`Firme`) or clients (`Client`)",
        "il manque la colonne des firmes (`Firme`) ou des clients (`Client`)",
    ),
    ("there is no column of names (`Nom`)", "il manque la colonne des noms (`Nom`)"),
    ("there is no column of firms (`Firme`)", "il manque la colonne des firmes (`Firme`)"),
    ("there is no column of briefs (`Projet`)", "il manque la colonne des projets (`Projet`)"),
    (
        "there is no column of participants (`Participant`)",
        "il manque la colonne des participants (`Participant`)",
    ),
    ("there is no column of beginnings (`De`)", "il manque la colonne des débuts (`De`)"),
    (
        "add it, or say in the mapping which it is",
        "ajoutez-la, ou dites dans la correspondance laquelle c'est",
    ),
    (
        "there is no column of grades: each wish counts as 1",
        "il n'y a pas de colonne de notes : chaque souhait compte pour 1",
    ),
    ("add a column `Note`", "ajoutez une colonne `Note`"),
    ("column `{}` says the same as column {}", "la colonne `{}` dit la même chose que la colonne {}"),
    (
        "keep one of the two, or say in the mapping which it is",
        "gardez l'une des deux, ou dites dans la correspondance laquelle c'est",
    ),
    ("column `{}` is left out", "la colonne `{}` n'est pas lue"),
    ("its heading is not one that is known", "son titre n'est pas de ceux qui sont connus"),
    ("the hidden sheet is left out", "la feuille masquée n'est pas lue"),
    ("show it and import again if it matters", "affichez-la et importez de nouveau si elle compte"),
    ("the sheet is left out", "la feuille n'est pas lue"),
    (
        "its name and headings are not ones that are known",
        "son nom et ses titres ne sont pas de ceux qui sont connus",
    ),
    // The mapping, and keys of JSON.
    ("there is no sheet `{}`", "il n'y a pas de feuille `{}`"),
    ("the sheets are `{}`", "les feuilles sont `{}`"),
    ("there is no heading `{}`", "il n'y a pas de titre `{}`"),
    ("give it as it stands in the sheet", "donnez-le tel qu'il est dans la feuille"),
    ("`{}` is no column of {}", "`{}` n'est pas une colonne de {}"),
    ("the columns are `{}`", "les colonnes sont `{}`"),
    ("`{}` and `{}` are both `{}`", "`{}` et `{}` sont tous deux `{}`"),
    ("keep one of the two", "gardez l'un des deux"),
    ("did you mean `{}`?", "vouliez-vous dire `{}` ?"),
    ("there is no key `{}` here", "il n'y a pas de clé `{}` ici"),
    ("the keys here are `{}`", "les clés sont ici `{}`"),
    ("the entry is empty", "l'entrée est vide"),
    ("take it away", "ôtez-la"),
    ("{} stands where a single value belongs", "une valeur seule est attendue ({})"),
    ("write a text, a number, or true or false", "écrivez un texte, un nombre, ou true ou false"),
    // Rows.
    ("`{}` is an error of the spreadsheet", "`{}` est une erreur du tableur"),
    ("correct the formula, or write the value", "corrigez la formule, ou écrivez la valeur"),
    ("the formula has no saved value", "la formule n'a pas de valeur enregistrée"),
    (
        "open the workbook in a spreadsheet program and save it, or write the value",
        "ouvrez le classeur dans un tableur et enregistrez-le, ou écrivez la valeur",
    ),
    ("the firm is already given in {}", "la firme est déjà donnée en {}"),
    (
        "give each firm one row, or ids of their own",
        "donnez à chaque firme une seule ligne, ou des identifiants distincts",
    ),
    ("give each firm an id of its own", "donnez à chaque firme un identifiant à elle"),
    ("give each firm one row", "donnez à chaque firme une seule ligne"),
    ("the name is empty", "le nom est vide"),
    ("write the firm's name, or its id", "écrivez le nom de la firme, ou son identifiant"),
    ("no identifier can be made of the name", "aucun identifiant ne peut être tiré du nom"),
    ("give the firm an id", "donnez un identifiant à la firme"),
    ("a postcode without a town is left out", "un code postal sans ville n'est pas retenu"),
    ("write the town beside it", "écrivez la ville à côté"),
    (
        "a contact without a name or an e-mail address is left out",
        "un contact sans nom ni adresse n'est pas retenu",
    ),
    ("write who it is", "écrivez de qui il s'agit"),
    ("the client is empty", "le client est vide"),
    ("write the client's name, or its id", "écrivez le nom du client, ou son identifiant"),
    ("`{}` is another sector than in {}", "`{}` n'est pas le même secteur qu'en {}"),
    ("give the client one sector", "donnez un seul secteur au client"),
    (
        "`{}` is another name than in {} for the same id",
        "`{}` n'est pas le même nom qu'en {} pour le même identifiant",
    ),
    ("give each client one id and one name", "donnez à chaque client un identifiant et un nom"),
    (
        "the client is already given in {}, and the row names no desk",
        "le client est déjà donné en {}, et la ligne ne nomme aucun bureau",
    ),
    ("name who sits there, or take the row away", "nommez qui y reçoit, ou ôtez la ligne"),
    ("the desk is already given in {}", "le bureau est déjà donné en {}"),
    (
        "give each desk one row, and an id of its own",
        "donnez à chaque bureau une seule ligne et un identifiant à lui",
    ),
    ("the desk names nobody", "le bureau ne nomme personne"),
    ("write who sits there", "écrivez qui y reçoit"),
    ("the row names no firm and no client", "la ligne ne nomme ni firme ni client"),
    ("write where the person works", "écrivez où travaille la personne"),
    ("the row names a firm and a client", "la ligne nomme une firme et un client"),
    ("keep the one the person works for", "gardez celui pour qui la personne travaille"),
    ("the row names nobody", "la ligne ne nomme personne"),
    ("write the person's name or e-mail address", "écrivez le nom ou l'adresse de la personne"),
    ("the contact is already given in {}", "le contact est déjà donné en {}"),
    ("take one of the two away", "ôtez l'un des deux"),
    ("write who is away", "écrivez qui est absent"),
    ("the row names two participants", "la ligne nomme deux participants"),
    ("write one row for each", "écrivez une ligne pour chacun"),
    ("the absence is already given in {}", "l'absence est déjà donnée en {}"),
    ("the time has no day", "l'heure n'a pas de jour"),
    ("the beginning is empty", "le début est vide"),
    ("put the earlier time first", "mettez d'abord le plus tôt"),
    ("the row does not say what is wished", "la ligne ne dit pas ce qui est souhaité"),
    ("write the brief, or whom to meet", "écrivez le projet, ou qui rencontrer"),
    ("the wish is already given in {}", "le souhait est déjà donné en {}"),
    ("keep one of the two, with the grade that counts", "gardez l'un des deux, avec la note qui compte"),
    ("the row names no firm", "la ligne ne nomme aucune firme"),
    ("write which firm wishes it", "écrivez quelle firme le souhaite"),
    ("write which firm the desk wishes to meet", "écrivez quelle firme le bureau souhaite rencontrer"),
    ("the row names no desk", "la ligne ne nomme aucun bureau"),
    ("write which desk wishes it", "écrivez quel bureau le souhaite"),
    ("`{}` is neither the row's firm nor its desk", "`{}` n'est ni la firme ni le bureau de la ligne"),
    ("write firme or bureau, or one of the two names", "écrivez firme ou bureau, ou l'un des deux noms"),
    ("write whose it is", "écrivez de quelle firme il s'agit"),
    ("the skill is empty", "la compétence est vide"),
    ("write what the firm can do", "écrivez ce que la firme sait faire"),
    ("the skill is already given in {}", "la compétence est déjà donnée en {}"),
    ("the standard is empty", "la norme est vide"),
    ("write which standard it is", "écrivez de quelle norme il s'agit"),
    ("the certificate is already given in {}", "le certificat est déjà donné en {}"),
    (
        "`{}` may be any of the firms given in {}",
        "`{}` peut être n'importe laquelle des firmes données en {}",
    ),
    ("write the id of the one that is meant", "écrivez l'identifiant de celle dont il s'agit"),
    ("`{}` is not a level", "`{}` n'est pas un niveau"),
    ("write notion, pratique, confirmé or expert", "écrivez notion, pratique, confirmé ou expert"),
    ("`{}` is before `{}`", "`{}` est avant `{}`"),
    ("check the two dates", "vérifiez les deux dates"),
    // The dry run.
    ("`{}` may be any of the firms `{}`", "`{}` peut être n'importe laquelle des firmes `{}`"),
    ("write in the column of ids which one it is", "écrivez dans la colonne des identifiants laquelle c'est"),
    ("there is no firm `{}`", "il n'y a pas de firme `{}`"),
    (
        "correct the id, or write the name of the new firm",
        "corrigez l'identifiant, ou écrivez le nom de la nouvelle firme",
    ),
    ("`{}` is firm `{}`, which is already given in {}", "`{}` est la firme `{}`, déjà donnée en {}"),
    // Values.
    ("`{}` is not a number of people", "`{}` n'est pas un nombre de personnes"),
    ("write digits only, such as 45", "n'écrivez que des chiffres, comme 45"),
    ("`{}` is not a size class", "`{}` n'est pas une classe de taille"),
    (
        "write TPE, petite, PME, ETI or GE (micro, small, medium, intermediate, large)",
        "écrivez TPE, petite, PME, ETI ou GE",
    ),
    ("`{}` is not a language of the texts", "`{}` n'est pas une langue des textes"),
    ("write fr or en", "écrivez fr ou en"),
    ("`{}` is not a language", "`{}` n'est pas une langue"),
    ("write fr; en; de", "écrivez fr; en; de"),
    ("`{}` is not a day or a time", "`{}` n'est ni un jour ni une heure"),
    ("`{}` is not a day", "`{}` n'est pas un jour"),
    ("write it as 14/09/2026 or 2026-09-14", "écrivez-le 14/09/2026 ou 2026-09-14"),
    (
        "write it as 18/03/2027 14:00, 2027-03-18 14:00 or 14h00",
        "écrivez 18/03/2027 14:00, 2027-03-18 14:00 ou 14h00",
    ),
    ("`{}` is not a distance in kilometres", "`{}` n'est pas une distance en kilomètres"),
    ("write a number from 0 to 40000", "écrivez un nombre de 0 à 40000"),
    ("`{}` is not yes or no", "`{}` n'est ni oui ni non"),
    ("write oui or non, yes or no", "écrivez oui ou non"),
    ("`{}` is not a sum in euros", "`{}` n'est pas une somme en euros"),
    ("write it as 50 000 € or 50000", "écrivez-la 50 000 € ou 50000"),
    ("`{}` is not a daily rate in euros", "`{}` n'est pas un taux journalier en euros"),
    ("write it as 450 € or 450 - 720", "écrivez-le 450 € ou 450 - 720"),
    ("write it as 720 €", "écrivez-le 720 €"),
    ("`{}` is not a country", "`{}` n'est pas un pays"),
    ("write a code such as FR, ES or TN", "écrivez un code tel que FR, ES ou TN"),
    ("`{}` is not a grade", "`{}` n'est pas une note"),
    ("write 1 (glad), 2 (keen) or 3 (essential)", "écrivez 1 (content), 2 (intéressé) ou 3 (indispensable)"),
    ("`{}` is not an e-mail address", "`{}` n'est pas une adresse e-mail"),
    (
        "write one address such as claire@firme.example",
        "écrivez une seule adresse, comme claire@firme.example",
    ),
    ("`{}` does not tell who is free when", "`{}` ne dit pas qui est libre quand"),
    (
        "write month and people: 2027-01: 3; 2027-02: 2,5",
        "écrivez le mois et les personnes : 2027-01: 3; 2027-02: 2,5",
    ),
    ("`{}` to `{}` runs backwards", "de `{}` à `{}`, c'est à rebours"),
    ("put the lower rate first", "mettez d'abord le taux le plus bas"),
    ("the identifier is empty", "l'identifiant est vide"),
    ("the identifier has {} bytes", "l'identifiant a {} octets"),
    (
        "the identifier `{}` holds control characters",
        "l'identifiant `{}` contient des caractères de contrôle",
    ),
    ("use printable characters on one line", "employez des caractères imprimables, sur une ligne"),
    ("keep it under {}", "restez sous {}"),
    ("is empty", "est vide"),
    ("write at least one character", "écrivez au moins un caractère"),
    ("has {} characters", "a {} caractères"),
    ("`{}` holds no letter or digit", "`{}` ne contient ni lettre ni chiffre"),
    ("write it in words", "écrivez-le en mots"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_varies_is_carried_over() {
        let said = |text| in_french(text).unwrap();
        assert_eq!(said("`12` to `4` runs backwards"), "de `12` à `4`, c'est à rebours");
        assert_eq!(
            said("`a` may be any of the firms `x`, `y`"),
            "`a` peut être n'importe laquelle des firmes `x`, `y`"
        );
        assert_eq!(
            said("the workbook unpacks to more than 3 times its size"),
            "le classeur décompressé dépasse 3 fois sa taille"
        );
        assert_eq!(in_french("`12` to `4` runs backwards!"), None);
    }

    #[test]
    fn places_are_as_many_in_both_languages_and_no_sentence_is_hidden() {
        for (i, (english, french)) in SENTENCES.iter().enumerate() {
            assert_eq!(english.matches("{}").count(), french.matches("{}").count(), "{english}");
            let sample = english.replace("{}", "x1");
            let first = SENTENCES.iter().position(|(pattern, _)| matched(pattern, &sample).is_some());
            assert_eq!(first, Some(i), "`{english}` is taken for another");
        }
    }
}
