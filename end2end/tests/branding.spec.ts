// Branding (S1-28, S1-29, S1-31): logo, colour and signature as the team and its customers see them.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { crc32 } from 'node:zlib'
import { newcomer, post, rest, write } from './support/newcomers.ts'
import { signIn } from './support/people.ts'
import { axeInBoth, expect, goto, hydrated, test } from './support/test.ts'

test.use({ serverOptions: { demo: false, args: [] } })

/** A picture of one colour, as a PNG. */
function png(width: number, height: number): Buffer {
  const chunk = (kind: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, 180)])
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)))
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/png', buffer })

test('a logo, a colour and a signature reach the header, the support page, the ticket page and the mail', async ({ page, server, expectConsole }) => {
  expectConsole(/422/)
  test.setTimeout(180_000)
  const olga = await newcomer(server, 'Olga Owner', 'olga@brand.example')
  await post(server, '/new', { name: 'Acme Corp', slug: 'acme', prefix: 'ACME' }, olga.cookie)
  await signIn(page, olga.email, olga.password)
  await expect(page).toHaveURL(/\/acme\/tickets/)
  await goto(page, '/acme/settings/organization')
  await expect(page.getByRole('heading', { name: 'General', exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Branding' }).click()
  await expect(page).toHaveURL(/\/acme\/settings\/branding$/)
  await axeInBoth(page, 'branding, as it begins')

  // What is no picture is told, and nothing changes.
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
  for (const [hostile, words] of [[svg, /SVG files can hold programs/], [Buffer.concat([png(8, 8), svg]), /something besides the picture/]] as const) {
    await page.getByLabel('Picture').setInputFiles(file('logo.png', hostile))
    await page.getByRole('button', { name: 'Use this picture' }).click()
    await hydrated(page)
    await expect(page.getByText(words)).toBeVisible()
  }
  await axeInBoth(page, 'a logo, refused')
  // Nor is anything fetched from inside the network of the desk; what was typed stays.
  const address = page.getByRole('textbox', { name: 'Or an address' })
  for (const inside of ['https://127.0.0.1/x.png', 'https://2130706433/x.png', 'https://[::ffff:10.0.0.1]:8443/x.png']) {
    await address.focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.type(inside)
    await page.keyboard.press('Tab')
    await expect(page.getByRole('button', { name: 'Fetch this picture' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.locator('#logo_url-error')).toContainText('a server that everybody on the internet reaches')
    await expect(address).toBeFocused()
    await expect(address).toHaveValue(inside)
  }
  await address.fill('https://127.0.0.1:22/x.png')
  await page.getByRole('button', { name: 'Fetch this picture' }).click()
  await expect(page.locator('#logo_url-error')).toContainText('an unusual port')
  await axeInBoth(page, 'an address, refused')
  await goto(page, '/acme/settings/branding')
  await page.getByLabel('Picture').setInputFiles(file('logo.png', png(240, 80)))
  await page.getByRole('button', { name: 'Use this picture' }).click()
  await expect(page).toHaveURL(/done=logo/)
  await hydrated(page)
  const logo = (await page.getByAltText('The logo of Acme Corp').getAttribute('src'))!
  expect(logo).toMatch(/^\/acme\/logo\/[\w-]{36}$/)
  await expect(page.locator('.shell-header img[data-logo]')).toHaveAttribute('src', logo)

  // Another tab of the same person hears of what is saved here.
  const other = await page.context().newPage()
  await goto(other, '/acme/tickets')
  await page.getByLabel('Primary colour as text').fill('#f5b700')
  await expect(page.getByRole('row', { name: /Words on the colour/ })).toContainText('black')
  await expect(page.getByRole('row', { name: /Links by day/ })).toContainText('darkened to read')
  await page.getByRole('textbox', { name: /^Signature/ }).fill('Kind regards\n{agent}\n{organization} at {site}')
  await expect(page.locator('.branding-words')).toContainText('Olga Owner')
  await expect(page.locator('.branding-words')).toContainText('Acme Corp at Support')
  await axeInBoth(page, 'a colour and a signature in the making')
  await page.getByRole('textbox', { name: /^Signature/ }).focus()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Save changes' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saved').last()).toBeVisible()
  const worn = () => getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()
  await expect.poll(() => other.evaluate(worn)).toBe('#f5b700')
  await other.close()
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.getByRole('textbox', { name: /^Signature/ }).fill('{nobody}')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByRole('textbox', { name: /^Signature/ })).toBeFocused()
  await expect(page.locator('#signature-error')).toContainText('{nobody} means nothing here')

  // What a customer sees.
  await page.goto('/s/acme/support')
  await expect(page.locator('.portal-head img')).toHaveAttribute('src', logo)
  await axeInBoth(page, 'a support page with a logo')
  const ticket = await write(server, 'acme', 'support', { mail: 'cara@brand.example', subject: 'A lamp', message: 'It flickers.' })
  await page.goto(ticket)
  await expect(page.locator('.portal-head img')).toHaveAttribute('src', logo)
  await rest(server, 'POST', '/v1/orgs/acme/tickets/ACME-002/replies', { body: 'Try another bulb.', seen: 1 }, olga.cookie)
  const outbox = join(server.data, 'outbox')
  const mails = () => readdirSync(outbox).filter((name) => name.endsWith('.eml')).map((name) => readFileSync(join(outbox, name), 'utf8').replaceAll('=\r\n', ''))
  await expect.poll(() => mails().find((mail) => mail.includes('Try another bulb.')) ?? '').toContain('Kind regards\r\nOlga Owner\r\nAcme Corp at Support')
  expect(mails().find((mail) => mail.includes('Try another bulb.'))!.replaceAll('=3D', '=')).toContain(`src="${server.url}${logo}"`)
  const answer = await fetch(server.url + logo)
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('x-content-type-options')]).toEqual([200, 'image/png', 'nosniff'])
})

test('with script off, and only to look at for an agent', async ({ browser, page, server }) => {
  test.setTimeout(120_000)
  const owner = await newcomer(server, 'Owen Owner', 'owen@brand.example')
  await post(server, '/new', { name: 'Plain', slug: 'plain', prefix: 'PLN' }, owner.cookie)
  await signIn(page, owner.email, owner.password)
  await expect(page).toHaveURL(/\/plain\/tickets/)
  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: server.url, viewport: { width: 390, height: 844 } })
  await plain.addCookies(await page.context().cookies())
  const quiet = await plain.newPage()
  await quiet.goto('/plain/settings/branding')
  await quiet.getByLabel('Picture').setInputFiles(file('logo.png', png(40, 40)))
  await quiet.getByRole('button', { name: 'Use this picture' }).click()
  await expect(quiet.getByAltText('The logo of Plain')).toBeVisible()
  await quiet.getByRole('textbox', { name: /^Signature/ }).fill('Bye, {agent}')
  await quiet.getByRole('button', { name: 'Save changes' }).click()
  await expect(quiet.getByText('Colour and signature are in use.')).toBeVisible()
  await expect(quiet.getByRole('textbox', { name: /^Signature/ })).toHaveValue('Bye, {agent}')
  await quiet.getByRole('textbox', { name: 'Or an address' }).fill('https://127.0.0.1/x.png')
  await quiet.getByRole('button', { name: 'Fetch this picture' }).click()
  await expect(quiet.locator('#logo_url-error')).toContainText('a server that everybody on the internet reaches')
  await expect(quiet.getByRole('textbox', { name: 'Or an address' })).toHaveValue('https://127.0.0.1/x.png')
  await expect(quiet.getByAltText('The logo of Plain')).toBeVisible()
  await quiet.getByRole('button', { name: 'Remove the logo' }).click()
  await expect(quiet.getByAltText('The logo of Plain')).toHaveCount(0)
  await plain.close()
})
