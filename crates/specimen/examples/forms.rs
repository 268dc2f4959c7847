//! Made-up performance forms in every quick format: `cargo run -p mingzhang-specimen --example forms -- DIR [SEED] [COUNT] [LAYOUT]`.

use mingzhang_catalog::form_layout::FormLayout;
use mingzhang_compile::performance::{fit, form_pieces};
use mingzhang_model::disclosure::{Kind, Level};
use mingzhang_model::publication::{Heading, Piece, Publication};
use mingzhang_specimen::forms::{labels, projects};
use mingzhang_specimen::random::Random;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let folder = std::path::PathBuf::from(args.next().unwrap_or_else(|| ".".to_owned()));
    let seed = args.next().and_then(|s| s.parse().ok()).unwrap_or(1);
    let count = args.next().and_then(|s| s.parse().ok()).unwrap_or(4);
    let name = args.next().unwrap_or_else(|| "sichuan-project".to_owned());
    let layout = FormLayout::load(&name, None).map_err(|e| e.to_string())?;
    let national = name.starts_with("national");
    let title = layout.title.replace("{{年}}", "2024");
    let made = projects(&mut Random::new(seed), count, 2024, "云岭省青禾市人力资源局", national);
    let (labels, mark) = labels(national);
    let forms: Vec<_> = made.iter().map(|p| fit(&p.form(&title, labels, mark), &layout)).collect();
    let head = Heading { level: 1, ordinal: 1, text: "附件".into(), listed: true };
    let mut pieces = vec![Piece::Contents, Piece::Heading(head)];
    pieces.extend(form_pieces(&forms, &layout, 3));
    let publication = Publication {
        name: String::new(),
        entity: "云岭省青禾市人力资源局".to_owned(),
        level: Level::Department,
        kind: Kind::FinalAccounts,
        year: 2024,
        profile: "sichuan-final".to_owned(),
        cover: vec!["云岭省青禾市人力资源局".to_owned(), "2024年度部门决算".to_owned()],
        pieces,
    };
    std::fs::write(folder.join("forms.docx"), mingzhang_write::docx(&publication))?;
    std::fs::write(folder.join("forms.html"), mingzhang_write::html(&publication))?;
    std::fs::write(folder.join("forms.txt"), mingzhang_write::text(&publication))?;
    std::fs::write(folder.join("forms.xlsx"), mingzhang_write::xlsx(&publication)?)?;
    Ok(())
}
