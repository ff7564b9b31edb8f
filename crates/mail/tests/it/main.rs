//! What goes out, to the byte, and what comes back of it.

mod compose;
