// Taking everything along (S1-54, D31): an owner makes an export, watches it, downloads it, and a script finds all of it inside.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { newcomer, post, write } from './support/newcomers.ts'
import { signIn } from './support/people.ts'
import { axeInBoth, expect, goto, test } from './support/test.ts'
import { unzip } from './support/zip.ts'

test.use({ serverOptions: { demo: false, args: [] } })

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

test('an owner makes an export by keyboard, downloads it, and a script finds everything', async ({ page, server }) => {
  test.setTimeout(120_000)
  const olga = await newcomer(server, 'Olga Owner', 'olga@export.example')
  await post(server, '/new', { name: 'Acme Corp', slug: 'acme', prefix: 'ACME' }, olga.cookie)
  const file = new File(['what the customer sent'], 'broken lamp.txt', { type: 'text/plain' })
  await write(server, 'acme', 'support', { mail: 'cara@export.example', subject: 'A lamp', message: 'It flickers.', files: file })
  await signIn(page, olga.email, olga.password)
  await expect(page).toHaveURL(/\/acme\/tickets/)
  await goto(page, '/acme/settings/danger')
  await page.getByRole('link', { name: 'Go to the export' }).click()
  await expect(page.getByRole('heading', { name: 'Export', exact: true })).toBeVisible()
  await expect(page.getByText('No export yet')).toBeVisible()
  await axeInBoth(page, 'no export yet')

  await page.getByRole('button', { name: 'Make an export' }).focus()
  await page.keyboard.press('Enter')
  const line = page.locator('.export-list tbody tr')
  await expect(line).toHaveCount(1)
  await expect(line).toContainText('by Olga Owner')
  await expect(line).toContainText('Ready', { timeout: 30_000 })
  await axeInBoth(page, 'an export that is ready')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)

  const download = page.waitForEvent('download')
  await line.getByRole('link', { name: /^Download/ }).click()
  const got = await download
  expect(got.suggestedFilename()).toMatch(/^acme-\d{4}-\d\d-\d\d\.zip$/)
  const entries = unzip(readFileSync(await got.path()))
  const manifest = JSON.parse(entries.get('manifest.json')!.toString())
  expect(manifest).toMatchObject({ format: 'helpstead-export', schema: 1, organization: { slug: 'acme', name: 'Acme Corp' }, missing_files: [] })
  for (const { path, bytes, sha256: hash, rows } of [...manifest.tables, ...manifest.files]) {
    const entry = entries.get(path)!
    expect([path, entry.length, sha256(entry)]).toEqual([path, bytes, hash])
    if (rows !== null) expect([path, entry.toString().split('\n').filter(Boolean).length]).toEqual([path, rows])
  }
  expect(entries.size).toBe(manifest.tables.length + manifest.files.length + 1)
  const tickets = entries.get('tables/ticket.jsonl')!.toString().trim().split('\n').map((one) => JSON.parse(one))
  expect(tickets.map((ticket) => ticket.subject).toSorted()).toEqual(['A lamp', 'Welcome to Helpstead'])
  const sent = [...entries].find(([path]) => path.endsWith('/broken lamp.txt'))!
  expect(sent[1].toString()).toBe('what the customer sent')
  expect([...entries.values()].some((entry) => entry.includes('$argon2'))).toBe(false)

  await goto(page, '/acme/settings/audit')
  await expect(page.getByText('Downloaded an export of Acme Corp')).toBeVisible()
  await expect(page.getByText('Asked for an export of Acme Corp')).toBeVisible()
})

test('with script off, and for owners alone', async ({ browser, page, server, expectConsole }) => {
  expectConsole(/403|404/)
  test.setTimeout(120_000)
  const owner = await newcomer(server, 'Owen Owner', 'owen@export.example')
  await post(server, '/new', { name: 'Plain', slug: 'plain', prefix: 'PLN' }, owner.cookie)
  await signIn(page, owner.email, owner.password)
  await expect(page).toHaveURL(/\/plain\/tickets/)
  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: server.url, viewport: { width: 390, height: 844 } })
  await plain.addCookies(await page.context().cookies())
  const quiet = await plain.newPage()
  await quiet.goto('/plain/settings/export')
  await quiet.getByRole('button', { name: 'Make an export' }).click()
  await expect(async () => {
    await quiet.goto('/plain/settings/export')
    await expect(quiet.getByRole('link', { name: /^Download/ })).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 30_000 })
  await quiet.close()

  const other = await newcomer(server, 'Otto Other', 'otto@export.example')
  const address = await page.request.get('/v1/orgs/plain/exports')
  const [made] = (await address.json()).data
  for (const path of ['/v1/orgs/plain/exports', `/v1/orgs/plain/exports/${made.id}/file`, '/plain/settings/export']) {
    const answer = await fetch(server.url + path, { headers: { cookie: other.cookie } })
    expect([path, answer.status]).toEqual([path, 404])
  }
  await plain.close()
})
