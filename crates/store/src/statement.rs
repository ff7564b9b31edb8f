//! `sql!`: a statement with a name, its parameters' types, and one text for both engines.
//!
//! `tenant NAME (a: A) = "..."` binds the organization of the [`Tx`](crate::Tx) as `$1` and `a` as `$2`: a caller has no
//! way to name another. `shared NAME (a: A) = "..."` starts at `$1`; it is for global and directory tables. Every
//! statement registers itself, so one test can prepare all of them on both migrated schemas.

use domain::OrgId;
use sqlx::Arguments as _;
use sqlx::postgres::{PgArguments, PgTypeInfo};
use sqlx::sqlite::SqliteArguments;

pub(crate) type Bound<A> = Result<A, sqlx::Error>;

/// Arguments of a statement, made for the engine that runs it.
pub(crate) trait Binding: Send {
    fn sqlite(self) -> Bound<SqliteArguments>;
    fn postgres(self) -> Bound<PgArguments>;
}

/// A statement whose `$1` is the organization of the transaction it runs in.
pub(crate) trait TenantStatement: Send {
    const SQL: &'static str;
    fn sqlite(self, org: OrgId) -> Bound<SqliteArguments>
    where
        Self: Sized,
    {
        let mut arguments = SqliteArguments::default();
        arguments.add(org).map_err(sqlx::Error::Encode)?;
        self.sqlite_after(&mut arguments)?;
        Ok(arguments)
    }
    /// Binds `$2` and what follows after what `arguments` holds already.
    fn sqlite_after(self, arguments: &mut SqliteArguments) -> Bound<()>;
    fn postgres(self, org: OrgId) -> Bound<PgArguments>;
}

/// A tenant statement with its organization.
pub(crate) struct InOrg<S>(pub(crate) OrgId, pub(crate) S);

impl<S: TenantStatement> Binding for InOrg<S> {
    fn sqlite(self) -> Bound<SqliteArguments> {
        self.1.sqlite(self.0)
    }
    fn postgres(self) -> Bound<PgArguments> {
        self.1.postgres(self.0)
    }
}

/// A statement over global or directory tables.
pub(crate) trait SharedStatement: Binding {
    const SQL: &'static str;
}

/// One statement of the program, as the test over all of them sees it.
pub struct Registered {
    /// The constant's name, such as `TICKET_VISIBLE`.
    pub name: &'static str,
    /// The file it stands in.
    pub file: &'static str,
    /// The text, the same for both engines.
    pub sql: &'static str,
    /// Whether `$1` is the organization of the transaction.
    pub tenant: bool,
    /// PostgreSQL's types of `$1..$n`.
    pub types: fn() -> Vec<PgTypeInfo>,
}

inventory::collect!(Registered);

/// Every statement of the program, in no particular order.
pub fn registered() -> impl Iterator<Item = &'static Registered> {
    inventory::iter::<Registered>.into_iter()
}

macro_rules! sql {
    () => {};
    ($(#[$meta:meta])* tenant $name:ident ($($param:ident : $ty:ty),* $(,)?) = $text:expr; $($rest:tt)*) => {
        $(#[$meta])*
        #[allow(non_camel_case_types)]
        pub(crate) struct $name { $(pub(crate) $param: $ty),* }
        impl $crate::statement::TenantStatement for $name {
            const SQL: &'static str = $text;
            #[allow(unused_variables)]
            fn sqlite_after(self, arguments: &mut sqlx::sqlite::SqliteArguments) -> $crate::statement::Bound<()> {
                #[allow(unused_imports)]
                use sqlx::Arguments as _;
                $(arguments.add(self.$param).map_err(sqlx::Error::Encode)?;)*
                Ok(())
            }
            fn postgres(self, org: domain::OrgId) -> $crate::statement::Bound<sqlx::postgres::PgArguments> {
                use sqlx::Arguments as _;
                let mut arguments = sqlx::postgres::PgArguments::default();
                arguments.add(org).map_err(sqlx::Error::Encode)?;
                $(arguments.add(self.$param).map_err(sqlx::Error::Encode)?;)*
                Ok(arguments)
            }
        }
        inventory::submit! {
            $crate::statement::Registered {
                name: stringify!($name), file: file!(), sql: $text, tenant: true,
                types: || vec![
                    <domain::OrgId as sqlx::Type<sqlx::Postgres>>::type_info(),
                    $(<$ty as sqlx::Type<sqlx::Postgres>>::type_info()),*
                ],
            }
        }
        sql! { $($rest)* }
    };
    ($(#[$meta:meta])* shared $name:ident ($($param:ident : $ty:ty),* $(,)?) = $text:expr; $($rest:tt)*) => {
        $(#[$meta])*
        #[allow(non_camel_case_types)]
        pub(crate) struct $name { $(pub(crate) $param: $ty),* }
        impl $crate::statement::SharedStatement for $name {
            const SQL: &'static str = $text;
        }
        impl $crate::statement::Binding for $name {
            #[allow(unused_mut)]
            fn sqlite(self) -> $crate::statement::Bound<sqlx::sqlite::SqliteArguments> {
                #[allow(unused_imports)]
                use sqlx::Arguments as _;
                let mut arguments = sqlx::sqlite::SqliteArguments::default();
                $(arguments.add(self.$param).map_err(sqlx::Error::Encode)?;)*
                Ok(arguments)
            }
            #[allow(unused_mut)]
            fn postgres(self) -> $crate::statement::Bound<sqlx::postgres::PgArguments> {
                #[allow(unused_imports)]
                use sqlx::Arguments as _;
                let mut arguments = sqlx::postgres::PgArguments::default();
                $(arguments.add(self.$param).map_err(sqlx::Error::Encode)?;)*
                Ok(arguments)
            }
        }
        inventory::submit! {
            $crate::statement::Registered {
                name: stringify!($name), file: file!(), sql: $text, tenant: false,
                types: || vec![$(<$ty as sqlx::Type<sqlx::Postgres>>::type_info()),*],
            }
        }
        sql! { $($rest)* }
    };
}
pub(crate) use sql;
