//! What goes out, to the byte, and what comes back of it; what comes in, and what becomes of it.

mod compose;
mod corpus;
mod hostile;
mod limits;
mod loops;
mod spoof;
mod whole_way;
mod world;
