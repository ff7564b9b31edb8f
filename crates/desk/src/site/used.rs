//! Who came to the sites' doors: kept in memory, written at most once a minute (design.md section 4: no write for each
//! read), and shown at once, because whoever sets up a site looks at it right then.

use crate::{Desk, Result};
use domain::access::Sight;
use domain::origin::Origin;
use domain::{OrgId, SiteId, SiteKeyId, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::site::KnockRecord;

/// Origins in vain kept of one site. A key is public, so anybody can knock with any origin.
pub(super) const KNOCKS: usize = 20;
/// Sites whose knocks are remembered before the next flush.
const SITES: usize = 1000;

type Uses = HashMap<SiteKeyId, (Timestamp, Origin)>;
type Knocks = HashMap<(OrgId, SiteId), HashMap<Origin, (i64, Timestamp)>>;

/// What happened at the doors and is not written down yet.
#[derive(Default)]
pub(crate) struct Doors {
    used: Mutex<Uses>,
    knocks: Mutex<Knocks>,
}

impl Doors {
    fn uses(&self) -> MutexGuard<'_, Uses> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn knocks(&self) -> MutexGuard<'_, Knocks> {
        self.knocks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When and from where a key was last used, if that is not written down yet.
    pub(super) fn last_use(&self, key: SiteKeyId) -> Option<(Timestamp, Origin)> {
        self.uses().get(&key).cloned()
    }

    /// Counts an origin that was not let in.
    pub(super) fn knock(&self, org: OrgId, site: SiteId, origin: &Origin, at: Timestamp) {
        let mut knocks = self.knocks();
        if knocks.len() >= SITES && !knocks.contains_key(&(org, site)) {
            return;
        }
        let of_site = knocks.entry((org, site)).or_default();
        if of_site.len() >= KNOCKS && !of_site.contains_key(origin) {
            return;
        }
        let (times, seen) = of_site.entry(origin.clone()).or_insert((0, at));
        *times += 1;
        *seen = at;
    }

    /// The knocks of a site that are not written down yet.
    pub(super) fn knocks_of(&self, org: OrgId, site: SiteId) -> Vec<KnockRecord> {
        let knocks = self.knocks();
        let of_site = knocks.get(&(org, site)).into_iter().flatten();
        of_site
            .map(|(origin, (times, seen_at))| KnockRecord { origin: origin.clone(), times: *times, seen_at: *seen_at })
            .collect()
    }

    /// Forgets the knocks of an origin: it has been let in.
    pub(super) fn forget(&self, org: OrgId, site: SiteId, origin: &Origin) {
        if let Some(of_site) = self.knocks().get_mut(&(org, site)) {
            of_site.remove(origin);
        }
    }
}

impl Desk {
    /// Notes that a key was used from an origin. Writes nothing yet.
    pub(crate) fn site_key_used(&self, key: SiteKeyId, origin: &Origin) {
        self.doors.uses().insert(key, (self.now(), origin.clone()));
    }

    /// Writes down who came to the doors. What could not be written is lost and does no harm: it is a hint for people.
    pub async fn site_flush_used(&self) -> Result<()> {
        let uses = std::mem::take(&mut *self.doors.uses());
        if !uses.is_empty() {
            let mut tx = self.store.write_global().await?;
            for (key, (at, origin)) in &uses {
                tx.site_key_used(*key, *at, origin).await?;
            }
            tx.commit().await?;
        }
        let knocks = std::mem::take(&mut *self.doors.knocks());
        for ((org, site), of_site) in knocks {
            let mut tx = self.store.write(&Sight::everything(org, None)).await?;
            for (origin, (times, seen_at)) in of_site {
                tx.site_knock_add(site, KnockRecord { origin, times, seen_at }, KNOCKS as i64).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Doors, KNOCKS};
    use domain::origin::Origin;
    use domain::{OrgId, SiteId, Timestamp};

    #[test]
    fn knocks_are_counted_and_bounded() {
        let (org, site) = (OrgId(uuid::Uuid::from_u128(1)), SiteId(uuid::Uuid::from_u128(2)));
        let doors = Doors::default();
        let origin = |port: usize| Origin::parse(&format!("http://localhost:{port}")).expect("an origin");
        for at in 1..=3 {
            doors.knock(org, site, &origin(5173), Timestamp(at));
        }
        let knocks = doors.knocks_of(org, site);
        assert_eq!((knocks.len(), knocks[0].times, knocks[0].seen_at), (1, 3, Timestamp(3)));
        for port in 0..100 {
            doors.knock(org, site, &origin(1000 + port), Timestamp(9));
        }
        assert_eq!(doors.knocks_of(org, site).len(), KNOCKS);
        doors.forget(org, site, &origin(5173));
        assert!(doors.knocks_of(org, site).iter().all(|knock| knock.origin != origin(5173)));
    }
}
