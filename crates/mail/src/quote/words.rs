//! How mail programs announce what came before, language by language.

/// The labels of a header block in a text, as Outlook and others write it: from, sent, to, subject.
pub(super) struct Labels {
    pub from: &'static [&'static str],
    pub sent: &'static [&'static str],
    pub to: &'static [&'static str],
    pub subject: &'static [&'static str],
}

const fn labels(
    from: &'static [&'static str],
    sent: &'static [&'static str],
    to: &'static [&'static str],
    subject: &'static [&'static str],
) -> Labels {
    Labels { from, sent, to, subject }
}

pub(super) const LABELS: [Labels; 17] = [
    labels(&["from"], &["sent", "date"], &["to"], &["subject"]),
    labels(&["von"], &["gesendet", "datum"], &["an"], &["betreff"]),
    labels(&["de"], &["envoyé", "date"], &["à", "a"], &["objet"]),
    labels(&["de"], &["enviado", "fecha", "enviado el"], &["para"], &["asunto"]),
    labels(&["da"], &["inviato", "data"], &["a"], &["oggetto"]),
    labels(&["de"], &["enviado", "data", "enviada em"], &["para"], &["assunto"]),
    labels(&["van"], &["verzonden", "datum"], &["aan"], &["onderwerp"]),
    labels(&["od"], &["wysłano", "wysłane", "data"], &["do"], &["temat"]),
    labels(&["från"], &["skickat", "datum"], &["till"], &["ämne"]),
    labels(&["fra"], &["sendt", "dato"], &["til"], &["emne"]),
    labels(&["lähettäjä"], &["lähetetty", "päivämäärä"], &["vastaanottaja"], &["aihe"]),
    labels(&["od"], &["odesláno", "datum"], &["komu"], &["předmět"]),
    labels(&["от"], &["отправлено", "дата"], &["кому"], &["тема"]),
    labels(&["kimden"], &["gönderildi", "tarih"], &["kime"], &["konu"]),
    labels(&["差出人"], &["送信日時", "日時"], &["宛先"], &["件名"]),
    labels(&["发件人"], &["发送时间", "日期"], &["收件人"], &["主题"]),
    labels(&["보낸 사람"], &["보낸 날짜", "날짜"], &["받는 사람"], &["제목"]),
];

/// Between dashes, in lower case.
pub(super) const ORIGINAL: [&str; 19] = [
    "original message",
    "original-nachricht",
    "ursprüngliche nachricht",
    "originalnachricht",
    "message d'origine",
    "message original",
    "mensaje original",
    "messaggio originale",
    "mensagem original",
    "oorspronkelijk bericht",
    "oryginalna wiadomość",
    "wiadomość oryginalna",
    "ursprungligt meddelande",
    "oprindelig meddelelse",
    "opprinnelig melding",
    "alkuperäinen viesti",
    "původní zpráva",
    "исходное сообщение",
    "元のメッセージ",
];

/// What stands in the line above a quote: somebody wrote.
pub(super) const WROTE: [&str; 19] = [
    "wrote",
    "schrieb",
    "a écrit",
    "escribió",
    "ha scritto",
    "escreveu",
    "schreef",
    "pisze",
    "napisał",
    "skrev",
    "kirjoitti",
    "napsal",
    "написал",
    "пишет",
    "yazdı",
    "写道",
    "のメール",
    "님이 작성",
    "έγραψε",
];

/// What such a line begins with where it is not followed by quote marks.
pub(super) const ON: [&str; 10] = ["on ", "am ", "le ", "el ", "il ", "em ", "op ", "den ", "w dniu ", "dnia "];

/// What telephones and web mails put under every letter; the beginning of the line, in lower case.
pub(super) const SENT_FROM: [&str; 26] = [
    "sent from my ",
    "sent from mail for ",
    "sent from outlook",
    "sent from yahoo mail",
    "sent from proton mail",
    "sent with proton mail",
    "sent via ",
    "get outlook for ",
    "von meinem ",
    "gesendet von ",
    "gesendet mit ",
    "diese nachricht wurde von meinem android",
    "envoyé de mon ",
    "envoyé depuis ",
    "envoyé à partir de ",
    "enviado desde ",
    "enviado do meu ",
    "enviado de mi ",
    "inviato da ",
    "inviato dal ",
    "verstuurd vanaf ",
    "verzonden vanaf ",
    "skickat från ",
    "sendt fra min ",
    "wysłane z ",
    "отправлено с ",
];

/// In front of the subject of a mail that was passed on: there the old text is the message.
pub(super) const FORWARDED: [&str; 10] = ["fwd:", "fw:", "wg:", "tr:", "rv:", "i:", "enc:", "doorst:", "vs:", "pd:"];
