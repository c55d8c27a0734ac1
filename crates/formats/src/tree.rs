//! One tree for TOML and JSON, with the line of every node, so that one reader serves both.

use std::borrow::Cow;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node<'a> {
    /// Line of its first character, from 1.
    pub line: usize,
    pub value: Value<'a>,
}

/// What a node holds. Numbers stay as written, so that a message can quote them and nothing is rounded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    Number(Cow<'a, str>),
    Text(Cow<'a, str>),
    /// A TOML date or date-time, as written.
    Date(String),
    List(Vec<Node<'a>>),
    Table(Vec<Entry<'a>>),
}

/// A key of a table and its value, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry<'a> {
    pub key: Cow<'a, str>,
    /// Line of the key.
    pub line: usize,
    pub node: Node<'a>,
}

/// Something that is wrong with the writing itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub line: usize,
    pub field: String,
    pub message: String,
    pub hint: String,
}

impl<'a> Node<'a> {
    /// What kind of value it is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "a text",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Entry<'a>> {
        match &self.value {
            Value::Table(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// The line of a path such as `clients[2].desks[0].id`: that of the deepest node the path reaches.
    pub(crate) fn line_of(&self, path: &str) -> usize {
        let (mut node, mut line) = (self, self.line);
        for step in path.split(['.', '[', ']']).filter(|step| !step.is_empty()) {
            let next = match &node.value {
                Value::Table(_) => node.get(step).map(|entry| (&entry.node, entry.line)),
                Value::List(items) => {
                    step.parse::<usize>().ok().and_then(|i| items.get(i)).map(|item| (item, item.line))
                }
                _ => None,
            };
            let Some((found, at)) = next else { break };
            (node, line) = (found, at);
        }
        line
    }
}

/// Turns byte offsets into line numbers.
pub(crate) struct Lines {
    starts: Vec<usize>,
    first: usize,
}

impl Lines {
    /// Counts the lines of a text whose first line has the number `first` in its file.
    pub(crate) fn new(text: &str, first: usize) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { starts, first }
    }

    /// The line of a byte.
    pub(crate) fn of(&self, byte: usize) -> usize {
        self.first + self.starts.partition_point(|&start| start <= byte).saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_path_leads_to_its_line() {
        let (tree, _) = crate::json::parse("{\n\"a\":[\n1,\n{\"b\":\n2}]}");
        let tree = tree.unwrap();
        assert_eq!(tree.line_of("a[0]"), 3);
        assert_eq!(tree.line_of("a[1].b"), 4);
        assert_eq!(tree.line_of("a[7].b"), 2);
        assert_eq!(tree.line_of("nothing"), 1);
    }
}
