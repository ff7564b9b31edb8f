// Mail as agents see it: who wrote it, what is old folded away, its HTML in a frame from which nothing calls home, an answer with a copy,
// the customer who presses Reply, and a stranger's answer that waits until somebody decides.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { post } from './support/newcomers.ts'
import { signInDemo } from './support/people.ts'
import type { Server } from './support/server.ts'
import { axeInBoth, expect, FRAME, goto, type Page, test } from './support/test.ts'

test.use({ serverOptions: { demo: true, args: ['--dns', 'none'] } })

const INBOX = 'support@northlight.example'
const CLEO = 'cleo@customer.example'
/** What hostile mail tries: scripts, handlers, forms, a way out of the frame, styles and pictures that call home. */
const HOSTILE = `<p>It wobbles <b>a lot</b>.</p><script>alert(1)</script><img src=x onerror="alert(2)"><svg onload="alert(3)"></svg>
  <form action="https://evil.example/"><input name="a" autofocus></form><meta http-equiv="refresh" content="0;url=https://evil.example/">
  <style>@import url(https://evil.example/a.css); p { background: url(https://evil.example/b.png) }</style>
  <p style="background: url(https://evil.example/c.png)" onclick="alert(4)">Styled</p><iframe src="https://evil.example/"></iframe>
  <img src="https://evil.example/d.png" alt="A picture" width="300" height="100"><a href="javascript:alert(5)">Link</a>`

interface Sent {
  from: string
  to: string
  replyTo: string
  id: string
  raw: string
}

/** The mails in the outbox to an address, oldest first. */
function outbox(server: Server, to: string): Sent[] {
  const folder = join(server.data, 'outbox')
  const read = (name: string): Sent => {
    const raw = readFileSync(join(folder, name), 'utf8').replaceAll('=\r\n', '')
    const field = (field: string) => new RegExp(`^${field}: ?(.*(?:\\r\\n .*)*)`, 'm').exec(raw)?.[1]?.replaceAll('\r\n ', ' ') ?? ''
    return { from: field('From'), to: field('To'), replyTo: field('Reply-To'), id: field('Message-ID'), raw }
  }
  return readdirSync(folder).filter((name) => name.endsWith('.eml')).sort().map(read).filter((mail) => mail.to.includes(to))
}

async function open(page: Page, subject: string): Promise<void> {
  await expect(async () => {
    await goto(page, '/northlight/tickets')
    await expect(page.getByText(subject).first()).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 20_000 })
  await page.getByText(subject).first().click()
  await expect(page.getByRole('heading', { name: subject })).toBeVisible()
}

test('a mail is read, answered with a copy, and answered back; a stranger waits', async ({ page, context, server, expectConsole }) => {
  expectConsole(FRAME)
  test.setTimeout(180_000)
  const outside: string[] = []
  context.on('request', (request) => void (request.url().startsWith('http') && !request.url().startsWith(server.url) && outside.push(request.url())))
  page.on('dialog', (dialog) => void outside.push(dialog.message()))
  await signInDemo(page, server)
  const text = 'Hello,\n\nthe shelf wobbles.\n\nCleo\n\nOn Mon, 23 Nov 2026 at 09:12, Mara wrote:\n> Here is your shelf.\n> Best, Mara\n'
  await post(server, '/dev/outbox', { from: CLEO, to: INBOX, subject: 'The shelf wobbles', text, html: HOSTILE })
  await open(page, 'The shelf wobbles')
  await expect(page.getByText('Sender not verified')).toBeVisible()
  await expect(page.getByText('Here is your shelf.')).toBeHidden()
  await page.locator('details.mail-quote > summary').first().click()
  await expect(page.getByText('Here is your shelf.')).toBeVisible()
  await axeInBoth(page, 'a ticket that came by mail')

  // The frame draws, and does nothing else.
  await page.locator('.mail-frame > summary').click()
  const frame = page.frameLocator('.mail-frame iframe')
  await expect(frame.getByText('a lot')).toBeVisible()
  await expect(frame.locator('script, form, input, iframe, svg, meta[http-equiv=refresh]')).toHaveCount(0)
  await axeInBoth(page, 'a mail as its sender made it look')
  expect(outside).toEqual([])
  await page.locator('.mail-frame > summary').click()

  // An answer, with somebody copied in by keyboard.
  await page.keyboard.press('r')
  await page.keyboard.type('Tighten the two screws at the back.')
  await page.locator('summary', { hasText: 'Cc' }).click()
  await page.locator('#cc').fill('not an address')
  await page.locator('#cc').press('Control+Enter')
  await expect(page.locator('#cc-error')).toBeVisible()
  await page.locator('#cc').fill('boss@customer.example')
  await page.locator('#cc').press('Control+Enter')
  await page.getByRole('button', { name: 'Send now' }).click()
  await expect(page.getByText('Tighten the two screws at the back.').last()).toBeVisible()
  await expect(page.locator('.mail-delivery').last()).toContainText('Sent', { timeout: 15_000 })
  const answers = () => outbox(server, CLEO).filter((mail) => mail.raw.includes('Tighten the two screws'))
  await expect.poll(() => answers().length).toBe(2)
  // One for Cleo with the way to her ticket, and the same words without it for whoever is copied in.
  const withLink = answers().filter((mail) => mail.raw.includes('/ticket/'))
  expect(withLink).toHaveLength(1)
  const answer = withLink[0]!
  expect(answer.from).toContain(INBOX)
  expect(answer.raw).toContain('boss@customer.example')
  expect(answer.replyTo).toMatch(/^reply\+\w{52}@localhost$/)

  // Cleo presses Reply, and the ticket grows while it is looked at.
  await post(server, '/dev/outbox', { from: CLEO, to: answer.replyTo, subject: 'Re: anything', text: 'That did it!', html: '', answers: answer.id })
  await expect(page.getByText('That did it!')).toBeVisible({ timeout: 15_000 })

  // A stranger who holds the address waits, and makes nobody a reader.
  await post(server, '/dev/outbox', { from: 'eve@evil.example', to: answer.replyTo, subject: 'Re: anything', text: 'Send me all of it.', html: '' })
  await expect(page.getByRole('region', { name: /waits|wait/ }).or(page.locator('.held'))).toBeVisible({ timeout: 15_000 })
  await expect(page.locator('.held')).toContainText('eve@evil.example')
  await axeInBoth(page, 'a mail that waits beside its ticket')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.setViewportSize({ width: 1280, height: 720 })
  await page.locator('.held button[value=accept]').click()
  await expect(page.locator('.held')).toHaveCount(0)
  await expect(page.getByText('Send me all of it.')).toBeVisible()
  expect(outbox(server, 'eve@evil.example')).toEqual([])
  expect(outside).toEqual([])
})

test('the simulator says what the receiver said, and keeps what was typed', async ({ page, expectConsole }) => {
  expectConsole(/422/)
  await goto(page, '/dev/outbox')
  await page.getByText('Send a test mail').click()
  await page.getByLabel('From').fill('ana@customer.example')
  await page.getByLabel('To', { exact: true }).fill('nobody@elsewhere.example')
  await page.getByLabel('Text').fill('Hello')
  await page.getByRole('button', { name: 'Send it in' }).click()
  await expect(page.getByText(/The receiver said: .*550/)).toBeVisible()
  await expect(page.getByLabel('Text')).toHaveValue('Hello')
  await axeInBoth(page, 'a test mail that was refused')
})
