//! The demo's customers, from many countries.

/// Mail domains of people without a company; reserved names, so that no mail can ever reach a stranger.
const DOMAINS: [&str; 4] = ["mail.example", "post.example", "inbox.example", "webmail.example"];

/// A customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::commands) struct Customer {
    pub(in crate::commands) name: String,
    /// How they sign.
    pub(super) first: String,
    pub(in crate::commands) email: String,
    /// Whom they write for; empty for themselves.
    pub(super) company: String,
}

/// The customers of one part of the list.
pub(in crate::commands) fn customers(part: &str) -> Vec<Customer> {
    let mut found = Vec::new();
    let mut current = "shop";
    for line in include_str!("talk/people.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if let Some(name) = line.strip_prefix("= ") {
            current = name;
        } else if current == part {
            found.push(customer(line, found.len()));
        }
    }
    found
}

/// `name | local part | how they sign | company | its domain`, the last three where they are needed.
fn customer(line: &str, number: usize) -> Customer {
    let mut columns = line.split('|').map(str::trim);
    let mut next = || columns.next().unwrap_or_default();
    let (name, local, first, company, domain) = (next(), next(), next(), next(), next());
    let first = if first.is_empty() { name.split(' ').next().unwrap_or(name) } else { first };
    let domain = if domain.is_empty() { DOMAINS[number % DOMAINS.len()] } else { domain };
    Customer {
        name: name.to_owned(),
        first: first.to_owned(),
        email: format!("{local}@{domain}"),
        company: company.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::customers;

    #[test]
    fn every_customer_has_an_address_that_reaches_nobody() {
        let all: Vec<_> = ["shop", "patients", "cafes", "clients"].into_iter().flat_map(customers).collect();
        assert!(all.len() > 150, "{}", all.len());
        for customer in &all {
            assert!(
                domain::MailAddress::parse(&customer.email).is_ok() && customer.email.ends_with(".example"),
                "{customer:?}"
            );
            assert!(domain::text::Name::parse(&customer.name).is_ok() && !customer.first.is_empty(), "{customer:?}");
        }
        assert_eq!(
            all.iter().map(|customer| &customer.email).collect::<std::collections::HashSet<_>>().len(),
            all.len()
        );
    }
}
