//! `acme`, `globex`, and everybody who could come to a door: made once, laid down, and begun anew for each operation that changes
//! something.

use super::line::Line;
use super::principal::Principal;
use crate::furnished::{self, Facts, Furnished, either_side, furnish};
use crate::house::{Answer, Asker, House};
use desk::access::Scope;
use domain::role::BuiltInRole;
use domain::{Permission, UserId};
use server::routes::Who;
use sqlx::{Connection, SqliteConnection};
use std::collections::{BTreeMap, HashMap};
use testkit::Template;

/// In every text of `acme`.
pub const OURS: &str = "canary-ours-5f2c";
/// In every text of the second site of `acme`.
pub const SISTERS: &str = "canary-sister-77d0";
/// In every text of `globex`.
pub const THEIRS: &str = "canary-theirs-91ab";

pub struct Scene {
    /// For requests that leave everything as it is.
    pub house: House,
    /// As the house was at first.
    pub template: Template,
    /// Every row of every table, as at first.
    pub rows: Rows,
    pub acme: Facts,
    /// What the second site of `acme` has.
    pub sister: furnished::Desk,
    pub globex: Facts,
    /// Ids that mark a row as one of `globex`.
    pub marks: Vec<String>,
    askers: HashMap<&'static str, Asker>,
    own_roles: HashMap<Permission, [Asker; 2]>,
    tokens: [String; 3],
    hand: SqliteConnection,
}

impl Scene {
    pub async fn new() -> Self {
        let house = House::new().await;
        let acme = furnish(&house, "acme", OURS).await;
        let sister = furnished::desk(&house, &acme.agent, &acme.scope, "sister", SISTERS).await;
        let globex = furnish(&house, "globex", THEIRS).await;
        let mut askers = HashMap::new();
        askers.insert("Stranger", Asker::default());
        let newcomer = house.world.user("Nina Newcomer").await;
        askers.insert("Newcomer", house.browser(&newcomer).await);
        askers.insert("Other", house.browser(&globex.user).await);
        askers.insert("Owner", house.browser(&acme.user).await);
        for (name, role) in
            [("Viewer", BuiltInRole::Viewer), ("Agent", BuiltInRole::Agent), ("Admin", BuiltInRole::Admin)]
        {
            askers.insert(name, house.member(&acme.scope, &format!("Mo {name}"), role).await);
        }
        for (name, sql) in [
            ("Deactivated", "UPDATE membership SET deactivated_at = 1 WHERE user_id = $1"),
            ("Removed", "DELETE FROM membership WHERE user_id = $1"),
        ] {
            let (user, _) = house.world.member(&acme.scope, &format!("Mo {name}"), BuiltInRole::Owner).await;
            askers.insert(name, house.browser(&user).await);
            by_hand(&house, sql, user.id()).await;
        }
        let mut own_roles = HashMap::new();
        for permission in Permission::ALL {
            own_roles.insert(*permission, own_roles_of(&house, &acme.scope, *permission).await);
        }
        for (name, org, site) in [
            ("OwnKey", &acme, acme.facts.site.as_str()),
            ("SisterKey", &acme, sister.site.as_str()),
            ("ForeignKey", &globex, globex.facts.site.as_str()),
        ] {
            let (key, origin) = furnished::key(&house, &org.scope, site).await;
            askers.insert(name, Asker { key: Some(key), origin: Some(origin), ..Asker::default() });
        }
        let tokens = [acme.facts.token.clone(), sister.token.clone(), globex.facts.token.clone()];
        // A link is no session and no key: shown as either, it opens nothing.
        for (name, token) in ["OwnLink", "SisterLink", "ForeignLink"].into_iter().zip(&tokens) {
            askers.insert(name, Asker { session: Some(token.clone()), key: Some(token.clone()), ..Asker::default() });
        }
        let marks = vec![globex.scope.org().id.to_string()];
        let (acme, globex) = (facts(acme), facts(globex));
        let template = house.world.into_template().await;
        let house = House::over(template.world().await);
        let mut hand = connect(&house).await;
        let rows = Rows::of(&mut hand).await;
        Self { house, template, rows, acme, sister, globex, marks, askers, own_roles, tokens, hand }
    }

    /// What browsers and mailed links carry, all of it.
    pub fn secrets(&self) -> Vec<String> {
        let sessions =
            self.askers.values().chain(self.own_roles.values().flatten()).filter_map(|asker| asker.session.clone());
        sessions.chain(self.tokens.iter().cloned()).collect()
    }

    /// A house that begins as this one did.
    pub async fn fresh(&self) -> House {
        House::over(self.template.world().await)
    }

    /// From now on, this is the house for requests that leave everything as it is.
    pub async fn move_into(&mut self, house: House) {
        self.hand = connect(&house).await;
        self.house = house;
    }

    /// SQLite's own count of changes by others: equal before and after means not one byte was written.
    pub async fn writes(&mut self) -> i64 {
        let (version,): (i64,) =
            sqlx::query_as("PRAGMA data_version").fetch_one(&mut self.hand).await.expect("the file");
        version
    }

    /// The token in the address, where there is one: their own link's, or one that nobody was given.
    pub fn token(&self, who: Principal) -> String {
        let [own, sister, foreign] = &self.tokens;
        match who {
            Principal::OwnLink => own.clone(),
            Principal::SisterLink => sister.clone(),
            Principal::ForeignLink => foreign.clone(),
            _ => furnished::unknown(own),
        }
    }

    /// The browser of one of them, by name.
    pub fn browser(&self, who: &str) -> Asker {
        self.askers[who].clone()
    }

    /// What they hold, as they show it at that door.
    pub fn asker(&self, who: Principal, line: &Line) -> Asker {
        let mut asker = match (who, line.who) {
            (Principal::Only, Who::Member(needed)) => self.own_roles[&needed][0].clone(),
            (Principal::AllBut, Who::Member(needed)) => self.own_roles[&needed][1].clone(),
            (Principal::Only, _) => self.own_roles[&Permission::OrgRead][0].clone(),
            (Principal::AllBut, _) => self.own_roles[&Permission::OrgRead][1].clone(),
            _ => self.askers[format!("{who:?}").as_str()].clone(),
        };
        if line.who != Who::SiteKey {
            // From a page of our own, so that it is the key itself that is refused, not where it comes from.
            asker.origin = None;
        }
        asker
    }

    /// Sends a line to an organization, naming those things.
    pub async fn ask(&self, house: &House, who: Principal, line: &Line, org: &str, the: &Facts) -> Answer {
        let path = self.address(who, line, org, the);
        house.ask(&self.asker(who, line), line.method, &path, line.body()).await
    }

    /// Where it goes when they send it.
    pub fn address(&self, who: Principal, line: &Line, org: &str, the: &Facts) -> String {
        let path = line.address(org, the).replace("{token}", &self.token(who));
        path.replace("{name}", "no_such_call").replace("{id}", "nothing")
    }
}

fn facts(furnished: Furnished) -> Facts {
    furnished.facts
}

async fn own_roles_of(house: &House, scope: &Scope, permission: Permission) -> [Asker; 2] {
    let [only, all_but] = either_side(permission);
    let mut askers = Vec::new();
    for (word, permissions) in [("only", only), ("all but", all_but)] {
        let name = format!("{word} {}", permission.as_str().replace([':', '_'], " "));
        let role = house.world.own_role(scope, &name, &permissions).await;
        let user = house.world.user(&name).await;
        house.world.join(scope, &user, role).await;
        askers.push(house.browser(&user).await);
    }
    askers.try_into().unwrap_or_else(|_| unreachable!("two were made"))
}

async fn connect(house: &House) -> SqliteConnection {
    let path = house.world.desk.store().sqlite_path().expect("a SQLite world").to_owned();
    SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.expect("the same file")
}

async fn by_hand(house: &House, sql: &'static str, user: UserId) {
    sqlx::query(sql).bind(user).execute(&mut connect(house).await).await.expect(sql);
}

/// The fingerprint of a database: all rows of all tables, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows(BTreeMap<String, Vec<String>>);

impl Rows {
    pub async fn of_house(house: &House) -> Self {
        Self::of(&mut connect(house).await).await
    }

    async fn of(hand: &mut SqliteConnection) -> Self {
        let tables: Vec<(String, String)> = sqlx::query_as(
            "SELECT t.name, group_concat('quote(\"' || c.name || '\")', ' || '' '' || ')
             FROM pragma_table_list t JOIN pragma_table_info(t.name) c
             WHERE t.type = 'table' AND t.schema = 'main' AND t.name NOT LIKE 'sqlite_%' GROUP BY t.name",
        )
        .fetch_all(&mut *hand)
        .await
        .expect("the tables");
        let mut all = BTreeMap::new();
        for (table, columns) in tables {
            let sql = sqlx::AssertSqlSafe(format!("SELECT {columns} FROM \"{table}\" ORDER BY 1"));
            let rows: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&mut *hand).await.expect("a table");
            all.insert(table, rows.into_iter().map(|row| row.0).collect());
        }
        Self(all)
    }

    /// The tables that differ.
    pub fn differing(&self, other: &Self) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(table, rows)| other.0.get(*table) != Some(*rows))
            .map(|(table, _)| table.as_str())
            .collect()
    }

    /// The rows of a table.
    pub fn of_table(&self, table: &str) -> &[String] {
        self.0.get(table).map_or(&[], Vec::as_slice)
    }

    /// Every row in which one of these ids stands.
    pub fn marked(&self, marks: &[String]) -> Vec<(&str, &str)> {
        let rows = self.0.iter().flat_map(|(table, rows)| rows.iter().map(move |row| (table.as_str(), row.as_str())));
        rows.filter(|(_, row)| marks.iter().any(|mark| row.contains(mark.as_str()))).collect()
    }
}
