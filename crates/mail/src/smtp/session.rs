//! One conversation with a client, from the greeting to the end.

use super::command::{self, Command};
use super::data::{self, Data};
use super::line::{self, Line};
use super::step::{Mail, Step};
use super::{RECIPIENTS, UNKNOWN, WRONG, reply};
use domain::MailAddress;
use std::borrow::Cow;
use std::collections::VecDeque;

/// A conversation. `R` is whatever its host knows a recipient by. It keeps one line or one mail, never more.
#[derive(Debug)]
pub struct Session<R> {
    host: String,
    tls: Tls,
    line: Line,
    state: State,
    client: Option<Client>,
    mail: Option<Envelope<R>>,
    wrong: usize,
    unknown: usize,
    next: VecDeque<Step<R>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tls {
    None,
    Offered,
    Used,
}

#[derive(Debug)]
enum State {
    Command,
    Data(Data),
    /// For the host's word on a recipient.
    WaitsFor(MailAddress),
    /// For the host to keep a mail.
    Delivers,
    /// For the host to be done with the handshake.
    Secures,
    Closed,
}

/// Who speaks, by its own word.
#[derive(Debug)]
struct Client {
    name: String,
    extended: bool,
}

#[derive(Debug)]
struct Envelope<R> {
    return_path: String,
    to: Vec<(MailAddress, R)>,
}

impl<R> Session<R> {
    /// A conversation at its beginning: the first step is the greeting. `host` is the receiver's own name.
    #[must_use]
    pub fn new(host: &str, starttls: bool) -> Self {
        Self {
            tls: if starttls { Tls::Offered } else { Tls::None },
            line: Line::default(),
            state: State::Command,
            client: None,
            mail: None,
            wrong: 0,
            unknown: 0,
            next: VecDeque::from([Step::Reply(reply::greeting(host).into())]),
            host: host.to_owned(),
        }
    }

    /// What is to be done next, with what has come in. `None`: all of `input` is taken and more is needed; or the last step waits for its
    /// answer, or the conversation is over.
    pub fn step(&mut self, input: &mut &[u8]) -> Option<Step<R>> {
        loop {
            if let Some(step) = self.next.pop_front() {
                return Some(step);
            }
            match &mut self.state {
                State::Command => match self.line.take(input)? {
                    line::Read::Line(line) => self.command(&line, input.is_empty()),
                    line::Read::TooLong => self.wrong(reply::LONG),
                    line::Read::Stray => self.close(reply::STRAY_LINE),
                },
                State::Data(data) => match data.take(input)? {
                    data::Read::Whole(data) => self.deliver(data),
                    data::Read::Refused(why) => {
                        (self.state, self.mail) = (State::Command, None);
                        self.reply(why);
                    }
                    // At once: what follows may be a second mail for one machine and the first one still for another.
                    data::Read::Stray => self.close(reply::STRAY_DATA),
                },
                State::WaitsFor(_) | State::Delivers | State::Secures | State::Closed => return None,
            }
        }
    }

    /// The recipient in question gets mail here.
    pub fn here(&mut self, recipient: R) {
        if let Some(address) = self.awaited() {
            if let Some(mail) = &mut self.mail {
                mail.to.push((address, recipient));
            }
            self.reply(reply::RECIPIENT);
        }
    }

    /// The recipient in question is nobody here.
    pub fn nobody(&mut self) {
        if let Some(address) = self.awaited() {
            self.is_nobody(address.domain().eq_ignore_ascii_case(&self.host));
        }
    }

    /// Nobody can say now whether the recipient in question gets mail here.
    pub fn later(&mut self) {
        if self.awaited().is_some() {
            self.reply(reply::LATER);
        }
    }

    /// The mail is kept, whatever happens now. `id` is printable ASCII.
    pub fn kept(&mut self, id: &str) {
        self.delivered(reply::kept(id).into());
    }

    /// The mail is not kept, or not for everybody: the client is to try again.
    pub fn not_kept(&mut self) {
        self.delivered(reply::LATER.into());
    }

    /// The connection is a TLS one: all that was said before is forgotten (RFC 3207, 4.2).
    pub fn secured(&mut self) {
        if let State::Secures = self.state {
            (self.state, self.tls) = (State::Command, Tls::Used);
            (self.client, self.mail) = (None, None);
        }
    }

    /// Bytes of memory that the mail which is coming in takes.
    #[must_use]
    pub fn held(&self) -> usize {
        if let State::Data(data) = &self.state { data.held() } else { 0 }
    }

    /// There is no room for the mail which is coming in: it is read to its end, and the client is to try again later.
    pub fn no_room(&mut self) {
        if let State::Data(data) = &mut self.state {
            data.refuse(reply::NO_ROOM);
        }
    }

    /// `last`: nothing came after the line yet.
    fn command(&mut self, line: &[u8], last: bool) {
        let command = match command::parse(line, &self.host) {
            Ok(command) => command,
            Err(why) => return self.wrong(why),
        };
        match command {
            Command::Ehlo(name) => self.hello(name, true),
            Command::Helo(name) => self.hello(name, false),
            Command::Mail(return_path) => self.mail(return_path),
            Command::Rcpt(address) => self.recipient(address),
            Command::Data => self.data(),
            Command::Rset => {
                self.mail = None;
                self.reply(reply::FLUSHED);
            }
            Command::Noop => self.reply(reply::NOTHING),
            Command::Vrfy => self.reply(reply::PERHAPS),
            Command::Help => self.reply(reply::HELP),
            Command::StartTls => self.starttls(last),
            Command::Quit => self.close(reply::BYE),
            Command::Foreign(why) => self.close(why),
        }
    }

    fn hello(&mut self, name: String, extended: bool) {
        self.mail = None;
        self.client = Some(Client { name, extended });
        let hello = match extended {
            true => reply::extended_hello(&self.host, self.tls == Tls::Offered),
            false => reply::hello(&self.host),
        };
        self.reply(hello);
    }

    fn mail(&mut self, return_path: String) {
        if self.client.is_none() {
            return self.wrong(reply::ORDER_EHLO);
        }
        if self.mail.is_some() {
            return self.wrong(reply::ORDER_TWICE);
        }
        self.mail = Some(Envelope { return_path, to: Vec::new() });
        self.reply(reply::SENDER);
    }

    fn recipient(&mut self, address: Option<MailAddress>) {
        let Some(mail) = &self.mail else { return self.wrong(reply::ORDER_MAIL) };
        if mail.to.len() >= RECIPIENTS {
            return self.reply(reply::TOO_MANY);
        }
        match address {
            None => self.is_nobody(false),
            Some(address) if mail.to.iter().any(|(known, _)| *known == address) => self.reply(reply::RECIPIENT),
            Some(address) => {
                self.state = State::WaitsFor(address.clone());
                self.next.push_back(Step::AskRecipient(address));
            }
        }
    }

    fn data(&mut self) {
        match &self.mail {
            None => self.wrong(reply::ORDER_MAIL),
            Some(mail) if mail.to.is_empty() => self.wrong(reply::NO_RECIPIENT),
            Some(_) => {
                self.state = State::Data(Data::default());
                self.reply(reply::GO_DATA);
            }
        }
    }

    fn starttls(&mut self, last: bool) {
        match self.tls {
            Tls::None => self.wrong(reply::NOT_HERE),
            Tls::Used => self.wrong(reply::ORDER_TLS),
            // Said in the clear by whoever sits in between, it would count as said under TLS.
            Tls::Offered if !last => self.close(reply::INJECTED),
            Tls::Offered => {
                self.state = State::Secures;
                self.reply(reply::GO_TLS);
                self.next.push_back(Step::StartTls);
            }
        }
    }

    fn deliver(&mut self, data: Vec<u8>) {
        let (Some(client), Some(mail)) = (&self.client, self.mail.take()) else { return };
        let with = match (client.extended, self.tls == Tls::Used) {
            (false, false) => "SMTP",
            (false, true) => "SMTPS",
            (true, false) => "ESMTP",
            (true, true) => "ESMTPS",
        };
        let recipients = mail.to.into_iter().map(|(_, recipient)| recipient).collect();
        self.state = State::Delivers;
        let (helo, return_path) = (client.name.clone(), mail.return_path);
        self.next.push_back(Step::Deliver(Mail { helo, with, return_path, recipients, data }));
    }

    fn delivered(&mut self, said: Cow<'static, str>) {
        if let State::Delivers = self.state {
            self.state = State::Command;
            self.reply(said);
        }
    }

    /// The address that the host was asked about, and back to commands.
    fn awaited(&mut self) -> Option<MailAddress> {
        if !matches!(self.state, State::WaitsFor(_)) {
            return None;
        }
        match std::mem::replace(&mut self.state, State::Command) {
            State::WaitsFor(address) => Some(address),
            _ => None,
        }
    }

    fn is_nobody(&mut self, ours: bool) {
        self.unknown += 1;
        if self.unknown > UNKNOWN {
            return self.close(reply::too_many_errors(&self.host));
        }
        self.reply(if ours { reply::NOBODY } else { reply::NO_RELAY });
    }

    fn wrong(&mut self, why: &'static str) {
        self.wrong += 1;
        if self.wrong >= WRONG {
            return self.close(reply::too_many_errors(&self.host));
        }
        self.reply(why);
    }

    fn reply(&mut self, said: impl Into<Cow<'static, str>>) {
        self.next.push_back(Step::Reply(said.into()));
    }

    fn close(&mut self, said: impl Into<Cow<'static, str>>) {
        (self.state, self.mail) = (State::Closed, None);
        self.reply(said);
        self.next.push_back(Step::Close);
    }
}
