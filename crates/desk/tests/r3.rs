#![allow(missing_docs)]
#[path = "it/customer.rs"] mod customer;
#[path = "it/ticket.rs"] mod ticket;
#[path = "it/ticket_change.rs"] mod ticket_change;
#[path = "it/ticket_list.rs"] mod ticket_list;
#[path = "it/ticket_open.rs"] mod ticket_open;
#[path = "it/ticket_reply.rs"] mod ticket_reply;
