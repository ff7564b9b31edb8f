// What agents see of mail: who wrote, whether it was them, what it looks like, how far ours came, and mails that wait for a decision.
import { post } from './support/newcomers.ts'
import { openMail, signInDemo } from './support/people.ts'
import { axeInBoth, expect, FRAME, goto, type Page, test } from './support/test.ts'

test.use({ serverOptions: { demo: true, args: ['--dns', 'none'] } })

const SUPPORT = 'support@northlight.example'
const ANA = 'ana.novak@customer.example'

const WORDS = `Hello team,

our order arrived broken: the lamp came in three parts.

Best wishes,
Ana

On Mon, 23 Nov 2026 at 10:11, Northlight <${SUPPORT}> wrote:
> Thank you for your order.
> It leaves our house today.
`

const LOOKS = `<h1>Broken lamp</h1><p>Hello <b>team</b></p><img src="https://pictures.example/lamp.png" alt="The lamp" width="300" height="100">
<img src="http://pictures.example/foot.png" alt="A logo"><img src="https://track.example/o.gif" width="1" height="1">`

/** Every address that this browser asks, but for this machine's own. */
function outside(page: Page, own: string): string[] {
  const asked: string[] = []
  page.context().on('request', (request) => {
    if (!request.url().startsWith(`${own}/`) && !request.url().startsWith('data:')) asked.push(request.url())
  })
  return asked
}

/** Waits until the mail is a ticket, and opens it by keyboard. */
async function openNewest(page: Page, subject: string): Promise<string> {
  await goto(page, '/northlight/tickets')
  await expect(async () => {
    await page.keyboard.press('.')
    await expect(page.locator('.ticket-row-subject').first()).toContainText(subject, { timeout: 500 })
  }).toPass({ timeout: 15_000 })
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page.locator('.ticket-subject')).toHaveValue(subject)
  return new URL(page.url()).pathname
}

const fits = async (page: Page) => {
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.setViewportSize({ width: 1280, height: 720 })
}

test('a mail is read, looked at and answered by keyboard; what strangers write waits and is decided', async ({ page, server, expectConsole }) => {
  expectConsole(FRAME)
  test.setTimeout(240_000)
  const asked = outside(page, server.url)
  await signInDemo(page, server)
  await post(server, '/dev/outbox', { from: ANA, to: SUPPORT, subject: 'The lamp arrived broken', text: WORDS, html: LOOKS })
  const ticket = await openNewest(page, 'The lamp arrived broken')

  // Who wrote, in a word that is not its colour alone, and what it rests on.
  const badge = page.locator('.mail-proof > summary')
  await expect(badge).toHaveText(/Sender not verified/)
  await expect(badge.locator('svg')).toBeVisible()
  await badge.focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('.mail-proof dl')).toContainText('DMARC')
  await axeInBoth(page, 'a mail with its proof')
  await page.keyboard.press('Enter')
  // What is old is folded, and opens by keyboard.
  const old = page.getByText('It leaves our house today.')
  await expect(old).toBeHidden()
  await page.locator('.mail-quote > summary').focus()
  await page.keyboard.press('Enter')
  await expect(old).toBeVisible()

  // Formatted, in a frame that is fetched when it is wanted. Nobody outside hears of it, with pictures or without.
  const frame = page.frameLocator('.mail-frame iframe')
  await page.keyboard.press('m')
  await page.keyboard.press('f')
  await expect(frame.getByRole('heading', { name: 'Broken lamp' })).toBeVisible()
  await expect(page.locator('.mail-frame > summary')).toBeFocused()
  await axeInBoth(page, 'a mail as it was made to look')
  await fits(page)
  const again = page.waitForResponse((response) => response.url().endsWith('/frame?pictures=1'))
  await page.getByRole('link', { name: 'Load 2 pictures' }).focus()
  await page.keyboard.press('Enter')
  await again
  await expect(frame.getByRole('heading', { name: 'Broken lamp' })).toBeVisible()
  expect(asked).toEqual([])
  const original = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Original' }).click()
  expect((await original).suggestedFilename()).toBe('The lamp arrived broken.eml')

  // Answered with a copy; an address that is none is named, and nothing is lost.
  await page.keyboard.press('m')
  await page.keyboard.press('c')
  await expect(page.getByLabel('Copy to')).toBeFocused()
  await page.keyboard.type('bob@friends.example, eve@')
  await page.keyboard.press('Tab')
  await page.getByLabel(/^Reply to/).focus()
  await page.keyboard.type('We send another one today.')
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('#cc-error')).toContainText('eve@: ')
  await expect(page.getByLabel('Copy to')).toHaveValue('bob@friends.example, eve@')
  await axeInBoth(page, 'a copy to nobody, refused')
  await page.getByLabel('Copy to').fill('bob@friends.example')
  await page.reload()
  await expect(page.getByLabel('Copy to')).toHaveValue('bob@friends.example')
  await expect(page.getByRole('button', { name: `Send to ${ANA} and 1 more` })).toBeVisible()
  await page.getByLabel(/^Reply to/).focus()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: 'Send now' }).click()
  const sent = page.locator('.message[data-kind="reply"]', { hasText: 'We send another one today.' })
  await expect(sent).toContainText('Copy to bob@friends.example')
  await expect(sent.locator('.mail-delivery')).toHaveText('Sent', { timeout: 15_000 })

  // Bob answers, who takes no part in it, and so does Eve: both wait.
  await openMail(page, ANA, /Re: The lamp/)
  const to = await page.locator('form [name=to]').inputValue()
  expect(to).toMatch(/^reply\+/)
  for (const [from, text] of [['bob@friends.example', 'The same happened to me.'], ['eve@evil.example', 'Send it to me instead.']] as const) {
    await post(server, '/dev/outbox', { from, to, subject: 'Re: The lamp arrived broken', text })
  }
  await goto(page, ticket)
  await expect(page.getByRole('heading', { name: '2 mails wait for you to decide' })).toBeVisible({ timeout: 15_000 })
  await expect(page.getByRole('link', { name: '2 mails wait' })).toBeVisible()
  await expect(page.locator('.message', { hasText: 'The same happened to me.' })).toHaveCount(0)
  await axeInBoth(page, 'mails that wait')
  await fits(page)
  await page.keyboard.press('m')
  await page.keyboard.press('a')
  const added = page.locator('.message', { hasText: 'The same happened to me.' })
  await expect(added).toContainText('Somebody else, by mail')
  await expect(page.getByRole('heading', { name: 'A mail waits for you to decide' })).toBeVisible()
  await expect(page.locator('.facts-who')).toContainText(ANA)

  // The other is put away, taken back, and made a ticket of its own.
  await page.keyboard.press('m')
  await page.keyboard.press('p')
  await expect(page.getByRole('heading', { name: 'Put this mail away?' })).toBeVisible()
  await axeInBoth(page, 'a mail to be put away')
  await page.keyboard.press('Enter')
  await expect(page.locator('.held')).toHaveCount(0)
  await expect(page.getByText('The mail is put away')).toBeVisible()
  await page.keyboard.press('z')
  await expect(page.locator('.held-mail')).toContainText('Send it to me instead.')
  await page.keyboard.press('m')
  await page.keyboard.press('t')
  await expect(page.getByText(/The mail is a ticket of its own now: NL-\d+/)).toBeVisible()
  await expect(page.locator('.held')).toHaveCount(0)
  expect(asked).toEqual([])
})

test('hostile mail runs nothing, loads nothing and leads nowhere', async ({ page, server, expectConsole }) => {
  expectConsole(FRAME)
  test.setTimeout(90_000)
  const asked = outside(page, server.url)
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  const evil = 'https://evil.example'
  const html = `<meta http-equiv="refresh" content="0;url=${evil}/meta"><base href="${evil}/base/"><link rel="stylesheet" href="${evil}/style.css">
<style>@import url(${evil}/import.css); body { background: url(${evil}/css.png) }</style><script src="${evil}/x.js"></script><script>alert(1); top.location='${evil}/top'</script>
<p>Hostile but harmless</p><div style="background:url(${evil}/attr.png)" onmouseover="alert(2)" onclick="alert(3)">Hover</div><img src="x" onerror="alert(4)">
<img src="${evil}/pixel.png" srcset="${evil}/set.png 2x"><svg onload="alert(5)"><script>alert(6)</script><image href="${evil}/svg.png"></svg>
<form action="${evil}/form"><input name="password" type="password" autofocus onfocus="alert(7)"><button>Sign in</button></form>
<iframe src="${evil}/frame" srcdoc="<script>alert(8)</script>"></iframe><object data="${evil}/object"></object><embed src="${evil}/embed"><video src="${evil}/v" poster="${evil}/poster.png" autoplay></video>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(9)&gt;"></mglyph></table></mtext></math><a href="javascript:alert(10)">Click me</a><a href="//evil.example/scheme">And me</a>`
  await signInDemo(page, server)
  await post(server, '/dev/outbox', { from: 'mallory@evil.example', to: SUPPORT, subject: 'Hostile', text: '', html })
  await openNewest(page, 'Hostile')
  await page.keyboard.press('m')
  await page.keyboard.press('f')
  const frame = page.frameLocator('.mail-frame iframe')
  await expect(frame.getByText('Hostile but harmless')).toBeVisible()
  await frame.getByText('Hover').hover()
  await frame.getByText('Hover').click()
  await frame.getByText('Click me').click()
  for (const tag of ['script', 'form', 'input', 'iframe', 'object', 'embed', 'video', 'svg', 'math', 'link', 'base', 'meta[http-equiv]']) {
    await expect(frame.locator(tag), tag).toHaveCount(0)
  }
  await expect(frame.locator('[style], [onclick], [onerror], [srcset], a[href^="javascript:"]')).toHaveCount(0)
  const answer = page.waitForResponse((response) => response.url().endsWith('/frame?pictures=1'))
  await page.getByRole('link', { name: /^Load/ }).click()
  const policy = (await answer).headers()['content-security-policy']!
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain('sandbox allow-popups allow-popups-to-escape-sandbox')
  await expect(frame.getByText('Hostile but harmless')).toBeVisible()
  expect(page.context().pages()).toHaveLength(1)
  expect(page.frames().map((one) => new URL(one.url()).origin)).toEqual([server.url, server.url])
  expect(dialogs).toEqual([])
  expect(asked).toEqual([])
})
