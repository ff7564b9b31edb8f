//! What goes out, to the byte, and what comes back of it; what comes in, and what becomes of it.

mod compose;
mod corpus;
mod desk;
mod hostile;
mod letters;
mod limits;
mod loops;
mod own;
mod spoof;
mod whole_way;
mod world;
