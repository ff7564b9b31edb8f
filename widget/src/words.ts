// Every word a customer or a site owner reads. Separate constants, because the bundler can shorten their names.

export const launcher = 'Help'
export const title = 'How can we help?'
export const close = 'Close'

export const labels = { subject: 'Subject', body: 'Message', email: 'Email', name: 'Name' }
export const optional = ' (optional)'
export const send = 'Send message'
export const sending = 'Sending…'

export const missing = {
  subject: 'Say in a few words what it is about.',
  body: 'Write your message.',
  email: 'Enter your email, so that we can answer.',
  name: '',
}
export const emailWrong = 'Enter a whole address, like name@example.com.'
export const fix = 'Please correct what is marked.'

const kept = ' Your message is kept here: please try again'
export const offline = `We could not reach the support desk.${kept}.`
export const failed = `The support desk could not take this just now.${kept} in a minute.`
export const slow = (seconds: number) => `Too many messages came in just now.${kept} in ${seconds > 0 ? `${seconds} seconds` : 'a minute'}.`
export const changed = 'An earlier version of this message has already reached us. Send again to add this one.'

const owner = ' If this is your site, '
export const origin = (page: string) => `This page's address (${page}) is not on the site's list of origins.${owner}add it there.`
export const key = `This page's site key is not valid.${owner}copy the key again.`

export const doneTitle = 'We have your message'
export const doneCode = 'Your ticket is '
export const doneMail = (email: string) => `We will answer to ${email}.`
export const doneLink = 'Open your ticket'
export const doneTab = '(new tab)'
export const again = 'Write another message'

// For the console of the person who installs the widget.
export const noKey = 'helpstead: the script needs data-key="pk_…"'
export const unreachable = (desk: string, page: string) =>
  `helpstead: ${desk} was not reached. Is ${page} on the site's list of origins, and ${desk} in this page's connect-src?`
