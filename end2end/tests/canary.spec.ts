// Two people in two organizations: nothing of one is in any byte the other's browser receives or keeps; the own canary is
// found, and a leak that is planted turns the same check red (S1-09, security.md A8).
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { find } from './support/finder.ts'
import { type Newcomer, newcomer, post, rest, write } from './support/newcomers.ts'
import { pages } from './support/pages.ts'
import { signIn } from './support/people.ts'
import { Recorder } from './support/recorder.ts'
import type { Server } from './support/server.ts'
import { expect, goto, test } from './support/test.ts'

test.use({ serverOptions: { demo: false, args: [] } })

interface House {
  person: Newcomer
  /** Stands in every text of it, except in the name of its site, which every customer may read. */
  canary: string
  signboard: string
  slug: string
  prefix: string
  code: string
  mailbox: string
  link: string
}

/** An organization with canaries in every text of it: its own, its site, its member, its contact, its ticket and its file. */
async function furnish(server: Server, nest: string): Promise<House> {
  const [canary, signboard, slug, prefix] = [`canary-${nest}`, `signboard-${nest}`, `desk-of-${nest}`, nest.slice(0, 4).toUpperCase()]
  const person = await newcomer(server, `Ana ${canary}`, `ana.${canary}@people.example`)
  await post(server, '/new', { name: `Org ${canary}`, slug, prefix, description: canary }, person.cookie)
  await post(server, `/${slug}/sites/new`, { name: `Shop ${signboard}`, slug: 'shop', description: canary, origins: `https://${canary}.example` }, person.cookie)
  const file = new File([`File ${canary}`], `${canary}.txt`)
  const link = await write(server, slug, 'shop', { mail: `cara.${canary}@customer.example`, name: `Cara ${canary}`, subject: `Subject ${canary}`, message: `Message ${canary}`, files: file })
  const code = `${prefix}-002`
  for (const kind of ['replies', 'notes']) await rest(server, 'POST', `/v1/orgs/${slug}/tickets/${code}/${kind}`, { body: `Said ${canary}`, seen: 9 }, person.cookie)
  const box = { address: `help.${canary}@${canary}.example`, name: `Mail ${canary}`, site: 'shop', folder: canary }
  const mailbox = (await rest(server, 'POST', `/v1/orgs/${slug}/mailboxes`, box, person.cookie)).id
  return { person, canary, signboard, slug, prefix, code, mailbox, link }
}

const news = (house: House) => ({ mail: `news.${house.canary}@customer.example`, subject: `News ${house.canary}`, message: house.canary })

test('no byte of one organization reaches the browser of the other', async ({ page, context, server, expectConsole }) => {
  expectConsole(/404/)
  test.setTimeout(300_000)
  const [own, other] = [await furnish(server, 'ours-5f2c'), await furnish(server, 'them-91ab')]
  const recorder = await Recorder.of(context)
  await recorder.listen(page)
  const calls = new Map<string, string>()
  page.on('request', (request) => {
    const body = request.postData() ?? ''
    if (request.url().includes('/api/') && body.includes('"org"')) calls.set(new URL(request.url()).pathname, body)
  })
  await signIn(page, own.person.email, own.person.password)
  await expect(page).toHaveURL(/\/tickets$/)
  const visit = async (path: string) => {
    await goto(page, path)
    await recorder.settle(page)
  }
  const path = (pattern: string, org: House, thing: House) => pattern.replace('{org}', org.slug).replace('{site}', 'shop').replace('{code}', thing.code).replace('{mailbox}', thing.mailbox)

  // Their own addresses: not even the name or a code of the other.
  for (const pattern of pages) await visit(path(pattern, own, own))
  for (const public_ of ['/', own.link, `/s/${own.slug}/shop`, '/forgot', '/check-mail']) await visit(public_)

  // By keyboard, from page to page: what is fetched ahead, remembered, searched and drafted.
  await visit(`/${own.slug}/tickets`)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page.locator('.composer')).toBeVisible()
  await page.keyboard.press('r')
  await page.keyboard.type(`Draft ${own.canary}`)
  await expect(page.getByText('Draft saved')).toBeVisible()
  await recorder.settle(page)
  await page.keyboard.press('Escape')
  for (const chord of ['Control+k', 'Control+o']) {
    await page.keyboard.press(chord)
    await page.keyboard.type('canary')
    await expect(page.locator('dialog[open]').getByText(own.canary).first()).toBeVisible()
    await recorder.settle(page)
    await page.keyboard.press('Escape')
    await expect(page.locator('dialog[open]')).toHaveCount(0)
  }
  // The next key comes once the page has asked for what it shows: a page that is left before asks for nothing.
  const places = { s: ['sites', 'site_list'], t: ['agents', 'member_directory'], o: ['settings', 'org_show'], i: ['tickets', 'ticket_list'] } as const
  for (const [place, [address, call]] of Object.entries(places)) {
    const answered = page.waitForResponse(`**/api/${call}`)
    await page.keyboard.press('g')
    await page.keyboard.press(place)
    await expect(page).toHaveURL(new RegExp(`/${own.slug}/${address}`))
    await answered
    await recorder.settle(page)
  }

  // Both get a ticket while the inbox is open: this browser hears of its own alone.
  await write(server, other.slug, 'shop', news(other))
  await write(server, own.slug, 'shop', news(own))
  await expect(page.getByRole('button', { name: /1 new/ })).toBeVisible({ timeout: 15_000 })
  await page.keyboard.press('.')
  await expect(page.getByText(`News ${own.canary}`)).toBeVisible()
  await recorder.settle(page)
  recorder.refuse([other.canary, other.signboard, other.slug, `${other.prefix}-0`])

  // The other's addresses, and the other's things at one's own: asked for by name, so only what stands behind them counts.
  for (const pattern of pages) {
    await visit(path(pattern, other, other))
    await visit(path(pattern, own, other))
  }
  await visit(`${other.link.slice(0, -2)}xx`)
  await visit(`/${own.slug}/tickets`)
  // Every call this browser has made, made again in the name of the other.
  const again = [...calls].map(([path, body]) => [path, JSON.stringify({ ...JSON.parse(body), org: other.slug })] as const)
  await page.evaluate(async ([again, org]) => {
    for (const [path, body] of again) await (await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).text()
    for (const rest of ['', '/sites', '/members', '/tickets', '/audit']) await (await fetch(`/v1/orgs/${org}${rest}`)).text()
  }, [again, other.slug] as const)
  expect([...calls.keys()]).toEqual(expect.arrayContaining([...Object.values(places).map(([, call]) => call), 'ticket_show'].map((call) => `/api/${call}`)))
  await recorder.settle(page)
  recorder.refuse([other.canary, other.signboard])
  expect(recorder.lost).toEqual([])

  // The same eyes see the own one, in all that was recorded.
  for (const pattern of pages.filter((page) => !['/new', '/{org}'].includes(page))) {
    expect(recorder.found(own.canary, new RegExp(`answer ${path(pattern, own, own)}$`)), pattern).not.toEqual([])
  }
  for (const call of ['ticket_list', 'ticket_show', 'site_list', 'member_directory', 'org_show']) {
    expect(recorder.found(own.canary, new RegExp(`/api/${call}$`)), call).not.toEqual([])
  }
  expect(recorder.found(own.canary, /^kept$/), 'the draft').not.toEqual([])
  for (const heard of [/^stream$/, /^tabs$/]) {
    expect(recorder.found(own.prefix, heard), `${heard}`).not.toEqual([])
    expect(recorder.found(own.canary, heard), 'a stream names what changed, never content').toEqual([])
  }
})

test('a leak is found wherever it is planted', async ({ page, context, server }) => {
  const own = await furnish(server, 'nest-77aa')
  const recorder = await Recorder.of(context)
  await recorder.listen(page)
  await signIn(page, own.person.email, own.person.password)
  await expect(page).toHaveURL(/\/tickets$/)
  const clean = () => recorder.refuse(['canary-planted'])
  await goto(page, `/${own.slug}/tickets`)
  await recorder.settle(page)
  clean()
  // In a page, as an attribute may hold it.
  await page.route(/\/sites$/, async (route) => {
    const response = await route.fetch()
    const leak = [...'canary-planted-1'].map((letter) => `&#${letter.codePointAt(0)};`).join('')
    await route.fulfill({ response, body: (await response.text()).replace('</main>', `<p hidden title="${leak}"></p></main>`) })
  })
  // In the answer of a server function, which no page shows.
  await page.route('**/api/ticket_list', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...(await response.json()), leak: Buffer.from('canary-planted-2').toString('base64') } })
  })
  await goto(page, `/${own.slug}/sites`)
  await recorder.settle(page)
  expect(clean).toThrow(/answer \/desk-of-nest-77aa\/sites: /)
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await expect(page.locator('h1').first()).toBeVisible()
  await page.evaluate(() => {
    localStorage.setItem('left', 'canary-planted-3')
    new BroadcastChannel('helpstead-live').postMessage('canary-planted-4')
  })
  await recorder.settle(page)
  for (const [number, from] of [[1, /page/], [2, /answer \/api\/ticket_list/], [3, /kept/], [4, /tabs/]] as const) {
    expect(recorder.found(`canary-planted-${number}`, from), `${from}`).not.toEqual([])
  }
})

test('no disguise hides a canary', () => {
  const canary = 'canary-theirs-91ab'
  const letters = [...canary]
  const hex = (letter: string) => letter.codePointAt(0)!.toString(16).padStart(2, '0')
  const percent = letters.map((letter) => `%${hex(letter)}`).join('')
  const escapes = letters.map((letter) => `\\u00${hex(letter)}`).join('')
  const entities = (text: string) => [...text].map((letter) => `&#x${hex(letter)};`).join('')
  const mail = Buffer.from(`Dear all: ${canary}. Regards`).toString('base64')
  for (const worn of [
    canary,
    canary.toUpperCase(),
    percent,
    encodeURIComponent(percent),
    percent.replaceAll('%', '='),
    escapes,
    entities(canary),
    entities(escapes),
    letters.map((letter) => `&#${letter.codePointAt(0)};`).join(''),
    letters.join('\0'),
    canary.replace('ary', '<mark>ary</mark>'),
    Buffer.from(canary).toString('hex'),
    Buffer.from(`1${canary}`).toString('base64url'),
    `${mail.slice(0, 20)}\r\n${mail.slice(20)}`,
  ]) {
    const page = Buffer.from(`<p>Nothing here</p> ${worn} <p>nor there</p>`)
    for (const packed of [page, gzipSync(page), deflateSync(page), brotliCompressSync(page)]) {
      expect(find(canary, packed), worn).toBeDefined()
      expect(find('canary-ours-5f2c', packed), worn).toBeUndefined()
    }
  }
  expect(find(canary, Buffer.from('<p>canary</p>-theirs and 91ab; %zz &#; \\u12'))).toBeUndefined()
})
