//! The files of a mail: kept beside their message, without those that only harm.

use crate::attachment::Upload;
use domain::attachment::MAX_BYTES;
use mail::parse::{Attachment, Kind};

/// What runs when it is opened (D13): nobody gets it by one tap. The original has it.
const HARMFUL: [&str; 28] = [
    "ade", "adp", "apk", "bat", "chm", "cmd", "com", "cpl", "dll", "exe", "hta", "iso", "jar", "js", "jse", "lnk",
    "msc", "msi", "msp", "pif", "ps1", "reg", "scr", "sys", "vb", "vbe", "vbs", "wsf",
];

/// The files to keep, and what to tell of those that are not.
pub(super) fn kept(attachments: Vec<Attachment>) -> (Vec<Upload>, Vec<String>) {
    let (mut files, mut notes) = (Vec::new(), Vec::new());
    for file in attachments {
        if matches!(file.kind, Kind::DeliveryStatus | Kind::Headers) {
            continue;
        }
        if is_harmful(&file.name) {
            notes.push(format!("“{}” was left out: it runs when it is opened. The original mail has it.", file.name));
        } else if file.bytes.len() as u64 > MAX_BYTES {
            notes.push(format!("“{}” was left out: it is larger than 10 MB. The original mail has it.", file.name));
        } else {
            let content_id = file.content_id.filter(|_| file.inline);
            files.push(Upload { name: file.name, content_type: file.media, bytes: file.bytes, content_id });
        }
    }
    (files, notes)
}

/// By its last ending, as a system would go by it; dots and spaces at the end do not hide it.
fn is_harmful(name: &str) -> bool {
    let ending = name.trim_end_matches(['.', ' ']).rsplit('.').next().unwrap_or_default();
    HARMFUL.iter().any(|harmful| ending.eq_ignore_ascii_case(harmful))
}

#[cfg(test)]
mod tests {
    use super::is_harmful;

    #[test]
    fn what_runs_is_known_by_its_last_ending() {
        for name in ["a.exe", "photo.jpg.EXE", "run.js. ", "x.scr", "exe"] {
            assert!(is_harmful(name), "{name}");
        }
        for name in ["a.exe.txt", "report.pdf", "js.zip", "winmail.dat", ""] {
            assert!(!is_harmful(name), "{name}");
        }
    }
}
