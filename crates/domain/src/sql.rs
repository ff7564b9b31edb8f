//! The sqlx traits of the newtypes, for both engines: a newtype is stored as the plain value it wraps.

/// A newtype over `Uuid`: `uuid` on PostgreSQL, TEXT(36) on SQLite (readable in dumps, the same in exports).
macro_rules! sql_uuid {
    ($name:ident) => {
        #[cfg(feature = "sql")]
        const _: () = {
            use sqlx::encode::IsNull;
            use sqlx::error::BoxDynError;
            use sqlx::{Decode, Encode, Postgres, Sqlite, Type};
            impl Type<Postgres> for $name {
                fn type_info() -> <Postgres as sqlx::Database>::TypeInfo {
                    <uuid::Uuid as Type<Postgres>>::type_info()
                }
            }
            impl<'q> Encode<'q, Postgres> for $name {
                fn encode_by_ref(
                    &self,
                    buf: &mut <Postgres as sqlx::Database>::ArgumentBuffer,
                ) -> Result<IsNull, BoxDynError> {
                    Encode::<Postgres>::encode_by_ref(&self.0, buf)
                }
            }
            impl<'r> Decode<'r, Postgres> for $name {
                fn decode(value: <Postgres as sqlx::Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
                    Ok(Self(<uuid::Uuid as Decode<Postgres>>::decode(value)?))
                }
            }
            impl Type<Sqlite> for $name {
                fn type_info() -> <Sqlite as sqlx::Database>::TypeInfo {
                    <String as Type<Sqlite>>::type_info()
                }
                fn compatible(ty: &<Sqlite as sqlx::Database>::TypeInfo) -> bool {
                    <String as Type<Sqlite>>::compatible(ty)
                }
            }
            impl<'q> Encode<'q, Sqlite> for $name {
                fn encode_by_ref(
                    &self,
                    buf: &mut <Sqlite as sqlx::Database>::ArgumentBuffer,
                ) -> Result<IsNull, BoxDynError> {
                    Encode::<Sqlite>::encode(self.0.hyphenated().to_string(), buf)
                }
            }
            impl<'r> Decode<'r, Sqlite> for $name {
                fn decode(value: <Sqlite as sqlx::Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
                    Ok(Self(uuid::Uuid::try_parse(<&str as Decode<Sqlite>>::decode(value)?)?))
                }
            }
        };
    };
}

/// A newtype that prints as text and is parsed back by `TryFrom<String>`: TEXT on both engines.
macro_rules! sql_text {
    ($name:ident) => {
        #[cfg(feature = "sql")]
        const _: () = {
            use sqlx::encode::IsNull;
            use sqlx::error::BoxDynError;
            use sqlx::{Database, Decode, Encode, Postgres, Sqlite, Type};
            macro_rules! engine {
                ($engine:ident) => {
                    impl Type<$engine> for $name {
                        fn type_info() -> <$engine as Database>::TypeInfo {
                            <String as Type<$engine>>::type_info()
                        }
                        fn compatible(ty: &<$engine as Database>::TypeInfo) -> bool {
                            <String as Type<$engine>>::compatible(ty)
                        }
                    }
                    impl<'q> Encode<'q, $engine> for $name {
                        fn encode_by_ref(
                            &self,
                            buf: &mut <$engine as Database>::ArgumentBuffer,
                        ) -> Result<IsNull, BoxDynError> {
                            Encode::<$engine>::encode(self.to_string(), buf)
                        }
                    }
                    impl<'r> Decode<'r, $engine> for $name {
                        fn decode(value: <$engine as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
                            let text = <String as Decode<$engine>>::decode(value)?;
                            Ok(<Self as TryFrom<String>>::try_from(text)?)
                        }
                    }
                };
            }
            engine!(Postgres);
            engine!(Sqlite);
        };
    };
}

/// A newtype over `i64`: BIGINT on PostgreSQL, INTEGER on SQLite.
macro_rules! sql_int {
    ($name:ident) => {
        #[cfg(feature = "sql")]
        const _: () = {
            use sqlx::encode::IsNull;
            use sqlx::error::BoxDynError;
            use sqlx::{Database, Decode, Encode, Postgres, Sqlite, Type};
            macro_rules! engine {
                ($engine:ident) => {
                    impl Type<$engine> for $name {
                        fn type_info() -> <$engine as Database>::TypeInfo {
                            <i64 as Type<$engine>>::type_info()
                        }
                        fn compatible(ty: &<$engine as Database>::TypeInfo) -> bool {
                            <i64 as Type<$engine>>::compatible(ty)
                        }
                    }
                    impl<'q> Encode<'q, $engine> for $name {
                        fn encode_by_ref(
                            &self,
                            buf: &mut <$engine as Database>::ArgumentBuffer,
                        ) -> Result<IsNull, BoxDynError> {
                            Encode::<$engine>::encode_by_ref(&self.0, buf)
                        }
                    }
                    impl<'r> Decode<'r, $engine> for $name {
                        fn decode(value: <$engine as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
                            Ok(Self(<i64 as Decode<$engine>>::decode(value)?))
                        }
                    }
                };
            }
            engine!(Postgres);
            engine!(Sqlite);
        };
    };
}

pub(crate) use {sql_int, sql_text, sql_uuid};
