//! What SPF, DKIM and DMARC say of a mail (RFC 7208, 6376, 9989).

use desk::ports::MailPeer;
use domain::MailAddress;
use domain::mail::{MailProof, Verdict};
use mail::parse::limits;
use mail_auth::common::crypto::Algorithm;
use mail_auth::common::headers::Header;
use mail_auth::dkim::Signature;
use mail_auth::dmarc::verify::DmarcParameters;
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{
    AuthenticatedMessage, DkimOutput, DkimResult, DmarcResult, MessageAuthenticator, SpfOutput, SpfResult,
};
use std::time::Duration;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::time::{Instant, timeout_at};

/// The most signatures that are looked at; mail that went through many hands has four or five.
const SIGNATURES: usize = 8;

/// Three quarters of the time are for SPF and DKIM, the rest for DMARC.
pub async fn check(
    dns: &MessageAuthenticator,
    patience: Duration,
    raw: &[u8],
    from: &MailAddress,
    peer: Option<&MailPeer>,
) -> MailProof {
    let (first, last) = (Instant::now() + patience * 3 / 4, Instant::now() + patience);
    let message = aside(|| bounded(as_we_read(raw, from).unwrap_or_default(), from));
    let (dkim, spf) =
        tokio::join!(timeout_at(first, dns.verify_dkim(&message)), timeout_at(first, sender_policy(dns, peer)));
    let (dkim, spf) = (dkim.ok(), spf.ok());
    let proof = MailProof {
        spf: spf.as_ref().map_or(Verdict::Unknown, |spf| of_spf(spf.result())),
        dkim: dkim.as_deref().map_or(Verdict::Unknown, of_dkim),
        dmarc: Verdict::Unknown,
    };
    // What could not be asked might have passed; without the author's own machine to ask about, as of all mail that was fetched or
    // passed on, most honest mail that nobody signed would count as forged.
    let whole = peer.is_some() && dkim.is_some() && spf.is_some();
    let (dkim, spf) = (dkim.unwrap_or_default(), spf.unwrap_or_default());
    let aligned = DmarcParameters::new(&message, &dkim, spf.domain(), &spf);
    let dmarc = timeout_at(last, dns.verify_dmarc(aligned)).await;
    let dmarc = dmarc.map_or(Verdict::Unknown, |dmarc| match of_dmarc(&dmarc.result()) {
        Verdict::Fail if !whole => Verdict::Unknown,
        verdict => verdict,
    });
    MailProof { dmarc, ..proof }
}

/// Hashing a large mail takes a while: other work of this thread goes on elsewhere.
fn aside<T>(work: impl FnOnce() -> T) -> T {
    match Handle::current().runtime_flavor() {
        RuntimeFlavor::MultiThread => tokio::task::block_in_place(work),
        _ => work(),
    }
}

/// The mail, when whoever checks its signatures sees what we show. Without that a good signature is about another text, or another
/// author: then there is none. Our own limits on headers are asked first, for mail-auth has none.
fn as_we_read<'a>(raw: &'a [u8], from: &MailAddress) -> Option<AuthenticatedMessage<'a>> {
    let body = mail::parse::plain_body(raw)?;
    let message = AuthenticatedMessage::parse(raw)?;
    let [author] = message.froms() else { return None };
    let same = mail::parse::address(author).is_some_and(|author| author == *from);
    (same && message.body_offset() == body).then_some(message)
}

/// Its author is the From that people see, and of its signatures there are those that can prove something, the author's own domain first.
fn bounded<'a>(mut message: AuthenticatedMessage<'a>, from: &MailAddress) -> AuthenticatedMessage<'a> {
    let (_, domain) = from.as_str().rsplit_once('@').unwrap_or_default();
    message.from = vec![from.as_str().to_owned()];
    message.dkim_headers.retain(|header| header.value.len() <= limits::FIELD_LOOK && proves(&header.header));
    let foreign = |header: &Header<'_, Signature>| {
        let signer = header.header.d.as_str();
        !(is_within(signer, domain) || is_within(domain, signer))
    };
    message.dkim_headers.sort_by_key(foreign);
    message.dkim_headers.truncate(SIGNATURES);
    message
}

/// Whether it covers who wrote the mail (RFC 6376 section 5.4), with an algorithm that still counts (RFC 8301).
pub(super) fn proves(signature: &Signature) -> bool {
    signature.a != Algorithm::RsaSha1 && signature.h.iter().any(|name| name.eq_ignore_ascii_case("from"))
}

fn is_within(domain: &str, of: &str) -> bool {
    let Some(at) = domain.len().checked_sub(of.len()) else { return false };
    domain.is_char_boundary(at) && domain[at..].eq_ignore_ascii_case(of) && (at == 0 || domain[..at].ends_with('.'))
}

/// Of the return path's domain; a null path's is the name that the machine gave itself.
async fn sender_policy(dns: &MessageAuthenticator, peer: Option<&MailPeer>) -> SpfOutput {
    let Some(peer) = peer else { return SpfOutput::default() };
    let (ip, helo) = (peer.ip.to_canonical(), peer.helo.trim_end_matches('.'));
    let asked = match peer.return_path.as_str() {
        "" => SpfParameters::verify_ehlo(ip, helo, helo),
        path => SpfParameters::verify_mail_from(ip, helo, helo, path),
    };
    dns.verify_spf(asked).await
}

/// `~all` is how most domains say that others are not theirs.
fn of_spf(result: SpfResult) -> Verdict {
    match result {
        SpfResult::Pass => Verdict::Pass,
        SpfResult::Fail | SpfResult::SoftFail => Verdict::Fail,
        SpfResult::None | SpfResult::Neutral | SpfResult::PermError => Verdict::None,
        SpfResult::TempError => Verdict::Unknown,
    }
}

/// One good signature is enough; without one, one that could not be checked may have been good.
fn of_dkim(outputs: &[DkimOutput<'_>]) -> Verdict {
    let of = |output: &DkimOutput<'_>| match output.result() {
        DkimResult::Pass => Verdict::Pass,
        DkimResult::TempError(_) => Verdict::Unknown,
        // One that nobody can read is as good as none.
        _ if output.signature().is_none() => Verdict::None,
        DkimResult::None => Verdict::None,
        DkimResult::Neutral(_) | DkimResult::Fail(_) | DkimResult::PermError(_) => Verdict::Fail,
    };
    let verdicts: Vec<Verdict> = outputs.iter().map(of).collect();
    let first = [Verdict::Pass, Verdict::Unknown, Verdict::Fail].into_iter().find(|it| verdicts.contains(it));
    first.unwrap_or_default()
}

/// A record that cannot be read is none.
fn of_dmarc(result: &DmarcResult) -> Verdict {
    match result {
        DmarcResult::Pass => Verdict::Pass,
        DmarcResult::Fail(_) => Verdict::Fail,
        DmarcResult::TempError(_) => Verdict::Unknown,
        DmarcResult::None | DmarcResult::PermError(_) => Verdict::None,
    }
}
