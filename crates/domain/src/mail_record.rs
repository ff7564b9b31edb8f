//! Records that a domain publishes about its mail: SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489), judged by what they mean
//! for mail that leaves through this installation, with what to publish where something is missing.

use crate::mailbox::{DkimRecord, RecordCheck, RecordVerdict};

/// The TXT records of a name, or that they could not be asked for.
pub type Found<'a> = Result<&'a [String], &'a str>;

/// What is said where nothing can be said.
fn unknown(what: &str, name: &str, why: &str) -> RecordCheck {
    RecordCheck {
        what: what.to_owned(),
        name: name.to_owned(),
        found: None,
        verdict: RecordVerdict::Unknown,
        said: format!("That cannot be told now ({why})."),
        wanted: None,
    }
}

/// The SPF record of `domain`, for mail that leaves from the machines of `host`. `own` says that all mail of the domain leaves by
/// servers of its own: then the record is theirs to write.
#[must_use]
pub fn spf(domain: &str, host: &str, own: bool, found: Found<'_>) -> RecordCheck {
    if !host.contains('.') && !own {
        let why =
            format!("this installation is only called {host} so far: whoever runs it gives it a name (--mail-from)");
        return unknown("SPF", domain, &why);
    }
    let found = match found {
        Ok(found) => found,
        Err(why) => return unknown("SPF", domain, &format!("the name server did not answer: {why}")),
    };
    let records: Vec<&String> = found.iter().filter(|text| is_version(text, "v=spf1")).collect();
    let check = |verdict, said: String, wanted: Option<String>| RecordCheck {
        what: "SPF".to_owned(),
        name: domain.to_owned(),
        found: records.first().map(|text| (*text).clone()),
        verdict,
        said,
        wanted,
    };
    let mechanism = format!("a:{host}");
    let record = match records.as_slice() {
        [] if own => {
            let said = "No record. Mail of this domain leaves by servers of its own: publish what their operator says.";
            return check(RecordVerdict::Weak, said.to_owned(), None);
        }
        [] => {
            let said =
                format!("No record: receivers cannot tell that {host} may send mail of this domain. Publish this one.");
            return check(RecordVerdict::Bad, said, Some(format!("v=spf1 {mechanism} ~all")));
        }
        [one] => one.to_ascii_lowercase(),
        several => {
            let said = format!("There are {} records, and receivers take none of them. Make them one.", several.len());
            return check(RecordVerdict::Bad, said, None);
        }
    };
    let terms: Vec<&str> = record.split_ascii_whitespace().skip(1).collect();
    if own {
        let said = "There is one. Mail of this domain leaves by servers of its own, so their operator knows what must stand in it.";
        return check(RecordVerdict::Good, said.to_owned(), None);
    }
    let allows_all = terms.iter().any(|term| matches!(*term, "all" | "+all"));
    if allows_all {
        let said = "It lets everybody send mail of this domain, so it proves nothing. End it with ~all.";
        let wanted = terms.iter().filter(|term| !matches!(**term, "all" | "+all"));
        let wanted = wanted.copied().filter(|term| !names(term, domain, host)).collect::<Vec<_>>();
        return check(RecordVerdict::Weak, said.to_owned(), Some(joined(&wanted, &mechanism, "~all")));
    }
    if !terms.iter().any(|term| names(term, domain, host)) {
        let said = format!(
            "It does not name {host}, so mail from here fails it. Publish it like this. Where mail of this \
            installation leaves by another company's servers, ask whoever runs it what to include instead."
        );
        let end = terms.iter().position(|term| is_end(term)).unwrap_or(terms.len());
        let rest = terms.get(end..).unwrap_or_default().join(" ");
        let rest = if rest.is_empty() { "~all" } else { &rest };
        // What shuts it out would be met first.
        let shuts = |term: &&str| names(term.trim_start_matches(['-', '~', '?']), domain, host);
        let before: Vec<&str> = terms.iter().take(end).copied().filter(|term| !shuts(term)).collect();
        return check(RecordVerdict::Bad, said, Some(joined(&before, &mechanism, rest)));
    }
    if !terms.iter().any(|term| matches!(*term, "-all" | "~all") || term.starts_with("redirect=")) {
        let said = format!("It names {host}, and says nothing of all others. End it with ~all.");
        let wanted: Vec<&str> = terms.iter().copied().filter(|term| *term != "?all").collect();
        return check(RecordVerdict::Weak, said, Some(format!("v=spf1 {} ~all", wanted.join(" "))));
    }
    check(RecordVerdict::Good, format!("It names {host}."), None)
}

/// Such as `v=spf1 mx a:desk.example ~all`.
fn joined(before: &[&str], mechanism: &str, rest: &str) -> String {
    let words = before.iter().copied().chain([mechanism, rest]);
    format!("v=spf1 {}", words.collect::<Vec<_>>().join(" "))
}

/// Whether a term lets the machines of `host` send.
fn names(term: &str, domain: &str, host: &str) -> bool {
    let term = term.strip_prefix('+').unwrap_or(term);
    let (kind, of) = term.split_once(':').unwrap_or((term, domain));
    let of = of.split('/').next().unwrap_or_default().trim_end_matches('.');
    match kind {
        "a" | "mx" => of == host,
        // What a host says of itself, or keeps below its name for others to include.
        "include" => of == host || of.strip_suffix(host).is_some_and(|rest| rest.ends_with('.')),
        _ => false,
    }
}

/// What must stand at the end.
fn is_end(term: &str) -> bool {
    term.trim_start_matches(['-', '~', '?', '+']) == "all" || term.starts_with("redirect=")
}

/// The record that lets others check our signature. The second says whether it is there, so that mail may be signed; `None` where
/// that could not be asked.
#[must_use]
pub fn dkim(domain: &str, ours: Option<&DkimRecord>, found: Found<'_>) -> (RecordCheck, Option<bool>) {
    let Some(ours) = ours else {
        let check = RecordCheck {
            what: "DKIM".to_owned(),
            name: domain.to_owned(),
            found: None,
            verdict: RecordVerdict::Weak,
            said: "Mail of this domain is not signed. Press Sign, and publish the record that you get.".to_owned(),
            wanted: None,
        };
        return (check, Some(false));
    };
    let found = match found {
        Ok(found) => found,
        Err(why) => return (unknown("DKIM", &ours.name, &format!("the name server did not answer: {why}")), None),
    };
    let good = found.iter().any(|text| key_of(text).is_some_and(|key| Some(key) == key_of(&ours.text)));
    let (verdict, said) = match (good, found.is_empty()) {
        (true, _) => (RecordVerdict::Good, "It is there: mail of this domain is signed."),
        (false, true) => (
            RecordVerdict::Bad,
            "No record yet. Publish the one of the key: mail is signed from the check on that finds it.",
        ),
        (false, false) => (
            RecordVerdict::Bad,
            "Another key stands there, so our signature would fail. Publish the one of this key instead.",
        ),
    };
    let check = RecordCheck {
        what: "DKIM".to_owned(),
        name: ours.name.clone(),
        found: found.first().cloned(),
        verdict,
        said: said.to_owned(),
        wanted: (!good).then(|| ours.text.clone()),
    };
    (check, Some(good))
}

/// The public key in a record; name servers cut long ones into pieces, and people put spaces in between.
fn key_of(record: &str) -> Option<String> {
    let mut key = None;
    for (tag, value) in tags(record) {
        match tag.as_str() {
            "v" if value != "DKIM1" => return None,
            "p" => key = Some(value.split_ascii_whitespace().collect::<String>()).filter(|key| !key.is_empty()),
            _ => {}
        }
    }
    key
}

/// What the domain asks receivers to do with mail that proves nothing. `of` is the name whose record holds: the domain's own, or that
/// of the domain above it.
#[must_use]
pub fn dmarc(domain: &str, of: &str, found: Found<'_>) -> RecordCheck {
    let name = format!("_dmarc.{of}");
    let found = match found {
        Ok(found) => found,
        Err(why) => return unknown("DMARC", &name, &format!("the name server did not answer: {why}")),
    };
    let record = found.iter().find(|text| is_version(text, "v=dmarc1"));
    let is_above = domain != of;
    let policy = record.and_then(|record| {
        let tags = tags(record);
        let of_tag = |name: &str| tags.iter().find(|(tag, _)| tag == name).map(|(_, value)| value.to_ascii_lowercase());
        of_tag("sp").filter(|_| is_above).or_else(|| of_tag("p"))
    });
    let wanted = |policy: &str| Some(format!("v=DMARC1; p={policy}"));
    let (verdict, said, wanted) = match (record, policy.as_deref()) {
        (None, _) => (
            RecordVerdict::Weak,
            "No record. Large providers want one from whoever sends much. Begin with this one, which changes nothing."
                .to_owned(),
            wanted("none"),
        ),
        (_, Some(policy @ ("quarantine" | "reject"))) => {
            let what = if policy == "reject" { "refuse" } else { "set aside" };
            (RecordVerdict::Good, format!("It asks receivers to {what} mail that only pretends to be from here."), None)
        }
        (_, Some("none")) => (
            RecordVerdict::Weak,
            "It asks for nothing. Once SPF and DKIM are good, ask receivers to set aside what fails.".to_owned(),
            wanted("quarantine"),
        ),
        _ => (
            RecordVerdict::Bad,
            "It has no policy (p=), so receivers do as if it were not there.".to_owned(),
            wanted("none"),
        ),
    };
    RecordCheck { what: "DMARC".to_owned(), name, found: record.cloned(), verdict, said, wanted }
}

/// The domain above, while that can be one of somebody's: `clienta.com` for `help.clienta.com`, and none for that.
#[must_use]
pub fn above(domain: &str) -> Option<&str> {
    let (_, above) = domain.split_once('.')?;
    above.contains('.').then_some(above)
}

fn is_version(record: &str, version: &str) -> bool {
    let begin: String = record.trim_start().chars().take(version.len()).collect::<String>().to_ascii_lowercase();
    let next = record.trim_start().chars().nth(version.len());
    begin == version && next.is_none_or(|c| c == ';' || c.is_ascii_whitespace())
}

/// `name=value` between semicolons.
fn tags(record: &str) -> Vec<(String, String)> {
    let tag = |part: &str| {
        let (name, value) = part.split_once('=')?;
        Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
    };
    record.split(';').filter_map(tag).collect()
}

#[cfg(test)]
mod tests {
    use super::{above, dkim, dmarc, spf};
    use crate::mailbox::{DkimRecord, RecordVerdict};
    use RecordVerdict::{Bad, Good, Unknown, Weak};

    #[test]
    fn spf_says_exactly_what_to_publish() {
        for (record, verdict, wanted) in [
            ("v=spf1 a:desk.example -all", Good, None),
            ("v=spf1 include:desk.example ~all", Good, None),
            ("v=spf1 include:_spf.desk.example ~all", Good, None),
            ("V=SPF1  +mx:desk.example/24 redirect=other.example", Good, None),
            ("v=spf1 include:_spf.google.com ~all", Bad, Some("v=spf1 include:_spf.google.com a:desk.example ~all")),
            ("v=spf1 mx -all", Bad, Some("v=spf1 mx a:desk.example -all")),
            ("v=spf1 redirect=_spf.big.example", Bad, Some("v=spf1 a:desk.example redirect=_spf.big.example")),
            ("v=spf1", Bad, Some("v=spf1 a:desk.example ~all")),
            (
                "v=spf1 a:evildesk.example include:evildesk.example -all",
                Bad,
                Some("v=spf1 a:evildesk.example include:evildesk.example a:desk.example -all"),
            ),
            ("v=spf1 -a:desk.example ~all", Bad, Some("v=spf1 a:desk.example ~all")),
            ("v=spf1 a:desk.example", Weak, Some("v=spf1 a:desk.example ~all")),
            ("v=spf1 a:desk.example ?all", Weak, Some("v=spf1 a:desk.example ~all")),
            ("v=spf1 mx a:desk.example +all", Weak, Some("v=spf1 mx a:desk.example ~all")),
            ("v=spf10 a:desk.example -all", Bad, Some("v=spf1 a:desk.example ~all")),
        ] {
            let check = spf("clienta.com", "desk.example", false, Ok(&[record.to_owned(), "other text".to_owned()]));
            assert_eq!((check.verdict, check.wanted.as_deref()), (verdict, wanted), "{record}: {}", check.said);
            assert_eq!(check.name, "clienta.com");
        }
        assert_eq!(spf("desk.example", "desk.example", false, Ok(&["v=spf1 a -all".to_owned()])).verdict, Good);
        let two = ["v=spf1 -all".to_owned(), "v=spf1 mx -all".to_owned()];
        let check = spf("clienta.com", "desk.example", false, Ok(&two));
        assert_eq!((check.verdict, check.wanted), (Bad, None));
        assert_eq!(spf("clienta.com", "desk.example", false, Err("timeout")).verdict, Unknown);
        assert_eq!(spf("clienta.com", "localhost", false, Ok(&[])).verdict, Unknown, "nobody can publish that name");
    }

    #[test]
    fn spf_of_a_domain_with_servers_of_its_own_is_theirs() {
        let own = |records: &[String]| spf("clienta.com", "desk.example", true, Ok(records)).verdict;
        assert_eq!((own(&["v=spf1 mx -all".to_owned()]), own(&[])), (Good, Weak));
    }

    #[test]
    fn a_key_is_known_again_however_it_is_cut() {
        let ours = DkimRecord {
            name: "hs1._domainkey.clienta.com".to_owned(),
            text: "v=DKIM1; k=rsa; p=MIIBIjANBgkq".to_owned(),
            is_seen: false,
        };
        for (record, seen) in [
            ("v=DKIM1; k=rsa; p=MIIBIjANBgkq", true),
            ("v=DKIM1;p=MIIB IjAN Bgkq", true),
            (" k=rsa ; p = MIIBIjANBgkq;", true),
            ("v=DKIM2; p=MIIBIjANBgkq", false),
            ("v=DKIM1; p=", false),
            ("v=DKIM1; p=another", false),
        ] {
            let (check, is_seen) = dkim("clienta.com", Some(&ours), Ok(&[record.to_owned()]));
            assert_eq!(is_seen, Some(seen), "{record}");
            assert_eq!(check.wanted.is_none(), seen, "{record}");
            assert_eq!(check.name, ours.name);
        }
        assert_eq!(dkim("clienta.com", Some(&ours), Ok(&[])).1, Some(false));
        assert_eq!(dkim("clienta.com", Some(&ours), Err("refused")).1, None, "what cannot be asked changes nothing");
        assert_eq!(dkim("clienta.com", None, Ok(&[])).0.verdict, Weak);
    }

    #[test]
    fn dmarc_is_as_strong_as_its_policy() {
        for (record, domain, verdict) in [
            ("v=DMARC1; p=reject", "clienta.com", Good),
            ("v=DMARC1;p=Quarantine;pct=100", "clienta.com", Good),
            ("v=DMARC1; p=none; rua=mailto:a@b.example", "clienta.com", Weak),
            ("v=DMARC1; rua=mailto:a@b.example", "clienta.com", Bad),
            ("v=DMARC1; p=reject; sp=none", "help.clienta.com", Weak),
            ("v=DMARC1; p=reject", "help.clienta.com", Good),
            ("something else", "clienta.com", Weak),
        ] {
            let check = dmarc(domain, "clienta.com", Ok(&[record.to_owned()]));
            assert_eq!((check.verdict, check.name.as_str()), (verdict, "_dmarc.clienta.com"), "{record}");
        }
        assert_eq!(dmarc("clienta.com", "clienta.com", Ok(&[])).wanted.as_deref(), Some("v=DMARC1; p=none"));
        assert_eq!(
            (above("a.help.clienta.com"), above("clienta.com"), above("localhost")),
            (Some("help.clienta.com"), None, None)
        );
    }
}
