//! The text of a report as it grows: headings, paragraphs, tables, and the table of contents they make.

/// A report under construction.
#[derive(Clone, Debug, Default)]
pub struct Page {
    body: String,
    contents: Vec<String>,
}

impl Page {
    /// A line of its own.
    pub fn line(&mut self, text: impl AsRef<str>) {
        self.body.push_str(text.as_ref());
        self.body.push('\n');
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.body.push('\n');
    }

    /// A paragraph.
    pub fn say(&mut self, text: impl AsRef<str>) {
        self.line(text);
        self.gap();
    }

    /// A heading that the table of contents announces.
    pub fn heading(&mut self, text: impl AsRef<str>) {
        self.contents.push(text.as_ref().to_owned());
        self.say(text);
    }

    /// Announces what is not (or not in these words) in the text.
    pub fn announce(&mut self, text: impl AsRef<str>) {
        self.contents.push(text.as_ref().to_owned());
    }

    /// A table: cells between tabs.
    pub fn table(&mut self, rows: &[Vec<String>]) {
        for row in rows {
            self.line(row.join("\t"));
        }
        self.gap();
    }

    /// The whole: cover, contents, body.
    #[must_use]
    pub fn finish(self, cover: &[String], leaders: bool) -> String {
        let mut out = cover.join("\n");
        out.push_str("\n\n目录\n\n");
        for (i, line) in self.contents.iter().enumerate() {
            out.push_str(line);
            if leaders {
                out.push_str(&format!("……………………{}", 1 + i / 2));
            }
            out.push('\n');
        }
        out.push('\n');
        out.push_str(&self.body);
        out
    }
}

/// Cells from words.
#[must_use]
pub fn cells(words: &[&str]) -> Vec<String> {
    words.iter().map(|w| (*w).to_owned()).collect()
}
