//! Mistakes in the arguments, in Chinese: clap's own sentences are English.

use crate::{CLEAN, FAILED, output};
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Prints help, version or what is wrong with the arguments; the exit code.
pub fn explain(error: &clap::Error) -> u8 {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // Only a closed pipe can fail here, and then nobody reads.
            let _ = error.print();
            CLEAN
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            FAILED
        }
        _ => {
            output::complain(&format!("{}\n查看用法：mingzhang --help", sentence(error)));
            FAILED
        }
    }
}

fn sentence(error: &clap::Error) -> String {
    let said = |kind| match error.get(kind) {
        Some(ContextValue::String(s)) => s.clone(),
        Some(ContextValue::Strings(all)) => all.join("、"),
        Some(ContextValue::StyledStrs(all)) => all.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        _ => String::new(),
    };
    let argument = said(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => {
            format!("没有 {argument} 这个参数。{}", perhaps(&said(ContextKind::SuggestedArg)))
        }
        ErrorKind::InvalidSubcommand => format!(
            "没有 {} 这个命令。{}",
            said(ContextKind::InvalidSubcommand),
            perhaps(&said(ContextKind::SuggestedSubcommand))
        ),
        ErrorKind::MissingSubcommand => "缺少命令。".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("缺少参数 {argument}。"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let (value, valid) = (said(ContextKind::InvalidValue), said(ContextKind::ValidValue));
            let given = if value.is_empty() { "缺少取值".to_owned() } else { format!("不能取“{value}”") };
            let may = if valid.is_empty() { String::new() } else { format!("可用的有：{valid}。") };
            format!("参数 {argument} {given}。{may}")
        }
        ErrorKind::ArgumentConflict => format!("参数 {argument} 重复或与其他参数冲突。"),
        _ => format!("命令有误：{argument}"),
    }
}

fn perhaps(suggestion: &str) -> String {
    if suggestion.is_empty() { String::new() } else { format!("是不是想用 {suggestion}？") }
}
