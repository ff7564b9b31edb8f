//! The HTML of a letter, as mail programs take it: one column of at most 600 pixels, in tables because some know nothing else, with its
//! styles on the elements because some throw the sheet away. The sheet has what only the better ones can do: the dark.

use super::{Brand, Letter, Link, Part};
use crate::html::escape;
use crate::parse::clean::one_line;
use domain::color::Color;

const FONT: &str = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const GROUND: &str = "#f3f4f6";
const INK: &str = "#1f232b";
const QUIET: &str = "#59606b";
const LINE: &str = "#e2e5ea";

/// The colours that a letter takes from its brand.
struct Colors {
    /// The brand's own.
    accent: String,
    /// Words on it.
    on_accent: String,
    /// The brand's own, as dark as it takes on paper.
    by_day: String,
    /// As light as it takes in the dark.
    by_night: String,
}

impl Colors {
    fn of(brand: &Brand) -> Self {
        let of = |pick: fn(&Color) -> Color| {
            brand.color().as_ref().map_or_else(String::new, |color| pick(color).to_string())
        };
        Self {
            accent: of(Color::clone),
            on_accent: of(Color::ink),
            by_day: of(Color::ink_by_day),
            by_night: of(Color::ink_by_night),
        }
    }
}

/// The whole document.
pub(super) fn html(letter: &Letter) -> String {
    let colors = Colors::of(&letter.brand);
    let title = escape(&one_line(&letter.subject));
    let sheet = sheet(&colors);
    let head = top(&letter.brand, &colors);
    let button = letter.parts.iter().position(|part| matches!(part, Part::Link(_)));
    // Whose name stands at the top need not sign below.
    let shown = letter.parts.iter().enumerate().filter(|(_, part)| **part != Part::Words(letter.brand.name.clone()));
    let parts: String = shown.map(|(at, it)| part(it, Some(at) == button, &colors)).collect();
    let accent = &colors.accent;
    format!(
        "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta name=\"color-scheme\" content=\"light dark\">
<meta name=\"supported-color-schemes\" content=\"light dark\">
<title>{title}</title>
<style>
{sheet}</style>
</head>
<body class=\"ground\" style=\"margin:0;padding:0;background:{GROUND}\">
<table role=\"presentation\" class=\"ground\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"background:{GROUND}\">
<tr><td align=\"center\" style=\"padding:24px 12px\">
<!--[if mso]><table role=\"presentation\" width=\"600\"><tr><td><![endif]-->
<table role=\"presentation\" class=\"paper\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width:600px;table-layout:fixed;background:#ffffff;border:1px solid {LINE};border-top:4px solid {accent};border-radius:8px\">
<tr><td class=\"words\" style=\"padding:24px 28px 12px;{FONT};font-size:16px;line-height:1.5;color:{INK};text-align:left;overflow-wrap:break-word;word-break:break-word\">
{head}{parts}</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
"
    )
}

/// What stands in the head: how things look inside a message, and everything in the dark. It has to outrank the elements' own styles.
fn sheet(colors: &Colors) -> String {
    let Colors { by_day, by_night, .. } = colors;
    format!(
        ":root {{ color-scheme: light dark; supported-color-schemes: light dark; }}
a {{ color: {by_day}; }}
.message > :first-child {{ margin-top: 0; }}
.message > :last-child {{ margin-bottom: 0; }}
.message img {{ max-width: 100%; height: auto; }}
.message pre, .message code {{ font-family: ui-monospace, Consolas, Menlo, monospace; font-size: 14px; }}
.message pre {{ padding: 12px; border-radius: 6px; background: {GROUND}; white-space: pre-wrap; }}
.message blockquote {{ margin-left: 0; margin-right: 0; padding-left: 14px; border-left: 3px solid {LINE}; color: {QUIET}; }}
.message table {{ border-collapse: collapse; }}
.message th, .message td {{ padding: 4px 8px; border: 1px solid {LINE}; text-align: left; }}
@media (max-width: 480px) {{
  .words {{ padding: 20px 18px 8px !important; }}
}}
@media (prefers-color-scheme: dark) {{
  .ground {{ background: #0f1012 !important; }}
  .paper {{ background: #18191c !important; border-color: #2f3238 !important; border-top-color: {by_night} !important; }}
  .words {{ color: #e8e9ec !important; }}
  .quiet, .message blockquote {{ color: #a6abb4 !important; }}
  .quiet, .message blockquote, .message th, .message td {{ border-color: #3a3e45 !important; }}
  .message pre {{ background: #24262a !important; }}
  .logo {{ padding: 8px 12px !important; background: #ffffff !important; }}
  a, .name {{ color: {by_night} !important; }}
  .button {{ border-color: {by_night} !important; }}
  .button a {{ color: {on_accent} !important; }}
}}
",
        on_accent = colors.on_accent
    )
}

/// The logo, else the name. A logo made for white keeps its white in the dark.
fn top(brand: &Brand, colors: &Colors) -> String {
    let name = escape(&brand.name);
    match &brand.logo {
        Some(url) => format!(
            "<p style=\"margin:0 0 20px\"><img class=\"logo\" src=\"{}\" alt=\"{name}\" height=\"40\" style=\"height:40px;width:auto;max-width:240px;border:0;border-radius:6px\"></p>\n",
            escape(url)
        ),
        None => {
            let ink = &colors.by_day;
            format!("<p class=\"name\" style=\"margin:0 0 20px;font-weight:600;color:{ink}\">{name}</p>\n")
        }
    }
}

fn part(part: &Part, first_link: bool, colors: &Colors) -> String {
    let quiet = format!("margin:0 0 16px;font-size:14px;color:{QUIET}");
    match part {
        Part::Words(text) => format!("<p style=\"margin:0 0 16px\">{}</p>\n", lines(text)),
        Part::Link(link) if first_link => button(link, colors),
        Part::Link(link) => format!("<p style=\"margin:0 0 16px\">{}</p>\n", anchor(link, colors)),
        Part::Quiet { words, link } => {
            let link = link.as_ref().map(|link| anchor(link, colors) + ".").unwrap_or_default();
            format!("<p class=\"quiet\" style=\"{quiet}\">{}{link}</p>\n", lines(words))
        }
        Part::Signature(text) => {
            format!("<p class=\"quiet\" dir=\"auto\" style=\"{quiet}\">-- <br>\n{}</p>\n", lines(text.trim_end()))
        }
        Part::Message { html, .. } => {
            format!("<div class=\"message\" dir=\"auto\" style=\"margin:0 0 24px\">\n{}\n</div>\n", html.trim_end())
        }
    }
}

/// A link with room around its words, in a cell because that is what Outlook paints.
fn button(link: &Link, colors: &Colors) -> String {
    let Colors { accent, on_accent, by_day, .. } = colors;
    let (url, label) = (escape(&link.url), escape(&link.label));
    format!(
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:0 0 20px\"><tr>\
         <td class=\"button\" bgcolor=\"{accent}\" style=\"background:{accent};border:1px solid {by_day};border-radius:6px\">\
         <a href=\"{url}\" style=\"display:inline-block;padding:10px 18px;font-weight:600;color:{on_accent};text-decoration:none\">{label}</a>\
         </td></tr></table>\n"
    )
}

fn anchor(link: &Link, colors: &Colors) -> String {
    let ink = &colors.by_day;
    format!("<a href=\"{}\" style=\"color:{ink}\">{}</a>", escape(&link.url), escape(&link.label))
}

fn lines(text: &str) -> String {
    escape(text.trim_end_matches('\n')).replace('\n', "<br>\n")
}

#[cfg(test)]
mod tests {
    use crate::letter::{Brand, Letter, Part};

    fn letter(accent: &str, parts: Vec<Part>) -> String {
        let brand = Brand { accent: accent.to_owned(), name: "A \"& Co\"".to_owned(), logo: None };
        Letter::new(&brand, "a < b", parts).html()
    }

    #[test]
    fn words_are_escaped() {
        let html = letter("#0b6e63", vec![Part::words("<b>\n&"), Part::link("<Go>", "https://x.example/?a=\"&b")]);
        assert!(html.contains("<title>a &lt; b</title>"), "{html}");
        assert!(html.contains("&lt;b&gt;<br>\n&amp;</p>") && html.contains(">A &quot;&amp; Co&quot;</p>"), "{html}");
        assert!(html.contains("<a href=\"https://x.example/?a=&quot;&amp;b\" style=") && html.contains("&lt;Go&gt;"));
    }

    #[test]
    fn words_on_a_button_can_be_read() {
        for (accent, ink) in [("#f5b700", "#000000"), ("#0b6e63", "#ffffff"), ("}</style>", "#ffffff")] {
            let html = letter(accent, vec![Part::link("Go", "https://x.example/")]);
            assert!(html.contains(&format!("font-weight:600;color:{ink}")), "{accent}");
            assert!(!html.contains("}</style>\n<"), "a colour is a colour");
        }
    }
}
